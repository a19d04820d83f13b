"""How the journal says what was done."""

from app.core.i18n import lazy

ACTS = {
    "account-closed": lazy("ferme le compte de"),
    "administrator-appointed": lazy("nomme à l’administration"),
    "administrator-dismissed": lazy("retire de l’administration"),
    "club-archived": lazy("archive le club"),
    "club-edited": lazy("modifie les réglages du club"),
    "club-opened-to": lazy("choisit les structures du club"),
    "club-reopened": lazy("rouvre le club"),
    "factors-reset": lazy("retire les seconds facteurs de"),
    "member-added": lazy("fait entrer dans le club"),
    "member-left": lazy("quitte le club"),
    "member-removed": lazy("retire du club"),
    "role-changed": lazy("change le rôle de"),
    "superadministrator-appointed": lazy("nomme à l’administration de la plateforme"),
    "superadministrator-dismissed": lazy("retire de l’administration de la plateforme"),
    "user-reactivated": lazy("rétablit l’accès de"),
    "user-suspended": lazy("suspend"),
}
