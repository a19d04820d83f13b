"""How a notification is said in one line."""

from __future__ import annotations

from app.core.i18n import N_, _
from app.notifications.models import Notification, NotificationKind

_MATTERS = {
    "request": N_("%(name)s demande à rejoindre le club %(subject)s"),
    "proposal": N_("%(name)s propose d’inviter %(subject)s"),
    "invited": N_("%(name)s a invité %(subject)s, que vous aviez proposé"),
    "lapsed": N_("L’invitation de %(subject)s n’a pas eu de réponse en 30 jours"),
    "doubt": N_("« %(subject)s » est à revoir"),
    "review": N_("Il est temps de relire « %(subject)s »"),
    "watched": N_("%(name)s a répondu à « %(subject)s », que vous suivez"),
    "choose": N_("Vous avez reçu des réponses à « %(subject)s » : retenez celle qui vous a aidé"),
    "placed": N_("« %(subject)s » attend une réponse : vous êtes bien placé pour aider"),
    "silent": N_("« %(subject)s » est sans réponse depuis deux jours ouvrés"),
    "offered": N_("Un club voisin cherche une réponse : « %(subject)s »"),
    "approve": N_("%(name)s vous demande de relire la procédure « %(subject)s »"),
    "sentback": N_("%(name)s demande une correction à la procédure « %(subject)s »"),
    "published": N_("%(name)s a publié votre procédure « %(subject)s »"),
    "credited": N_("Votre réponse a servi à la procédure « %(subject)s »"),
    "version": N_("La procédure « %(subject)s », que vous utilisez, a une nouvelle version"),
    "comment": N_("%(name)s commente la procédure « %(subject)s »"),
    "again": N_("%(subject)s redemande une invitation : son lien ne marche plus"),
}
"""By the first word of the key, where the kind says less than that."""


def sentence(notification: Notification) -> str:
    """« Sylvie Cariou a répondu à votre question « Quorum… » »"""
    words = {"name": notification.signature, "subject": notification.subject}
    matter = notification.key.partition(".")[0]
    if matter in _MATTERS:
        return _(_MATTERS[matter], **words)
    if notification.kind == NotificationKind.REPLY:
        return _("%(name)s a répondu à « %(subject)s »", **words)
    if notification.kind == NotificationKind.ACCEPTED:
        return _("%(name)s a retenu votre réponse à « %(subject)s »", **words)
    if notification.kind == NotificationKind.FOLLOWED:
        return _("%(name)s demande : « %(subject)s »", **words)
    return _("%(name)s vous cite dans « %(subject)s »", **words)
