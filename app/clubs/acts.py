"""How the journal says what was done."""

from app.core.i18n import lazy

ROLES = {"member": lazy("comme membre"), "moderator": lazy("comme animatrice ou animateur")}
"""The words of a role, where an act was said with it."""

ACTS = {
    "account-closed": lazy("ferme le compte de"),
    "administrator-appointed": lazy("nomme à l’administration"),
    "administrator-dismissed": lazy("retire de l’administration"),
    "author-seen": lazy("lève l’anonymat d’un message"),
    "club-archived": lazy("archive le club"),
    "club-edited": lazy("modifie les réglages du club"),
    "club-opened-to": lazy("choisit les structures du club"),
    "club-reopened": lazy("rouvre le club"),
    "factors-reset": lazy("retire les seconds facteurs de"),
    "law-changed": lazy("déclare qu’un texte a changé"),
    "member-added": lazy("fait entrer dans le club"),
    "member-left": lazy("quitte le club"),
    "member-removed": lazy("retire du club"),
    "outdated": lazy("marque comme périmé"),
    "procedure-reopened": lazy("rétablit la procédure"),
    "procedure-retired": lazy("retire la procédure"),
    "role-changed": lazy("change le rôle de"),
    "superadministrator-appointed": lazy("nomme à l’administration de la plateforme"),
    "superadministrator-dismissed": lazy("retire de l’administration de la plateforme"),
    "tag-changed": lazy("change une étiquette"),
    "template-removed": lazy("retire un modèle"),
    "template-saved": lazy("enregistre un modèle"),
    "topic-closed": lazy("ferme le sujet"),
    "topic-merged": lazy("fusionne un sujet dans un autre"),
    "topic-moved": lazy("déplace le sujet vers un autre club"),
    "topic-pinned": lazy("épingle le sujet"),
    "topic-received": lazy("reçoit un sujet d’un autre club"),
    "topic-reopened": lazy("rouvre le sujet"),
    "topic-split": lazy("détache des réponses dans un nouveau sujet"),
    "topic-unpinned": lazy("retire l’épingle du sujet"),
    "user-reactivated": lazy("rétablit l’accès de"),
    "user-suspended": lazy("suspend"),
}
