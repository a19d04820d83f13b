"""What follows from what. Read this first.

``within``: in the same transaction. ``now``: in this process, best effort, quick. ``everywhere``: in
each server process within a second. ``later``: by a worker, at least once.
"""

from app.accounts.events import (
    IdentityLinked,
    IdentityUnlinked,
    PasswordChanged,
    PasswordLinkAsked,
    RoleChanged,
    SecondFactorChanged,
    SessionEnded,
    UserReactivated,
    UserSuspended,
)
from app.accounts.letters import send_password_link, send_security_notice
from app.chat.broadcasts import (
    drop_connections,
    send_deleted_message,
    send_edited_message,
    send_message,
    send_room_read,
)
from app.chat.events import MessageDeleted, MessageEdited, MessagePosted, RoomRead
from app.chat.operations import open_general_room
from app.clubs.events import (
    BatchConfirmed,
    ClubArchived,
    ClubFounded,
    InvitationAccepted,
    InvitationAskedAgain,
    InvitationLapsed,
    InvitationReminded,
    InvitationSent,
    JoinRequestDecided,
    JoinRequested,
    MemberAdded,
    MemberJoined,
    MemberProposed,
    MemberRoleChanged,
    MembershipEnded,
    ProposalAccepted,
)
from app.clubs.letters import send_added, send_decision, send_invitation, send_reminder
from app.clubs.operations import revoke_invitations_of, send_batch
from app.core.events import Event, Reactions
from app.core.printing import drop_prints
from app.files.events import FilesPlaced
from app.files.finding import index_files
from app.forum.broadcasts import send_post
from app.forum.documents import (
    index_doubted,
    index_former_topics,
    index_tagged_topics,
    index_topics,
)
from app.forum.events import (
    AnswerAccepted,
    AnswerValidated,
    AnswerWithdrawn,
    ClubCaughtUp,
    PostAdded,
    PostDeleted,
    PostEdited,
    PostRevealed,
    TagChanged,
    TopicClosed,
    TopicImported,
    TopicMerged,
    TopicMoved,
    TopicOpened,
    TopicRead,
    TopicRenamed,
    TopicReopened,
    TopicSplit,
)
from app.knowledge.events import (
    ApprovalAsked,
    CommentAdded,
    CommentDeleted,
    ProcedureDiscarded,
    ProcedurePublished,
    ProcedureRetired,
    ProcedureReworded,
    ProcedureSentBack,
)
from app.knowledge.finding import index_doubted_procedures, index_procedures
from app.notifications.broadcasts import quieten, ring
from app.notifications.digests import send_digest
from app.notifications.events import DigestDue, NotificationRaised, NotificationsRead
from app.notifications.letters import send_notification
from app.notifications.telling import (
    follow_masks,
    follow_merged_topic,
    follow_moved_topic,
    follow_split_topic,
    forget_message,
    forget_post,
    name_author,
    read_of_club,
    read_of_room,
    read_of_topic,
    tell_of_answer,
    tell_of_message,
    tell_of_post,
    tell_of_topic,
)
from app.notifications.telling_clubs import (
    tell_of_accepted_proposal,
    tell_of_asking_again,
    tell_of_lapsed,
    tell_of_proposal,
    tell_of_request,
)
from app.notifications.telling_procedures import (
    forget_comment,
    forget_procedure,
    tell_of_approval,
    tell_of_comment,
    tell_of_publication,
    tell_of_sending_back,
)
from app.notifications.telling_reviews import tell_of_doubt, tell_of_review
from app.notifications.telling_silence import (
    forget_offer,
    tell_of_help,
    tell_of_offer,
    tell_of_silence,
)
from app.privacy.archive import make_export
from app.privacy.events import AccountClosed, DataExportAsked, DataExportMade, InactivityFound
from app.privacy.letters import send_export_made, send_farewell, send_inactivity_notice
from app.search.events import IndexFoundWrong
from app.search.keeping import reindex_documents, sweep_index
from app.silence.events import HelpAsked, OfferWithdrawn, SilenceReported, TopicOffered
from app.silence.operations import keep_at_home, show_as_edited
from app.validity.events import DoubtRaised, DoubtSettled, ReviewDue, ValidityChanged

NOTHING = Reactions()
# At once in this process; within a second in the others, whoever changed it.
ACCESS_CHANGED = Reactions(now=(drop_connections,), everywhere=(drop_connections,))
TRUTH_CHANGED = Reactions(later=(index_doubted, index_doubted_procedures))
MEMBER_GONE = Reactions(
    within=(revoke_invitations_of,), now=(drop_connections,), everywhere=(drop_connections,)
)

REACTIONS: dict[type[Event], Reactions] = {
    PasswordLinkAsked: Reactions(later=(send_password_link,)),
    PasswordChanged: Reactions(
        now=(drop_connections,), everywhere=(drop_connections,), later=(send_security_notice,)
    ),
    SecondFactorChanged: Reactions(later=(send_security_notice,)),
    RoleChanged: ACCESS_CHANGED,
    UserReactivated: NOTHING,
    SessionEnded: ACCESS_CHANGED,
    UserSuspended: MEMBER_GONE,
    IdentityLinked: Reactions(later=(send_security_notice,)),
    IdentityUnlinked: Reactions(later=(send_security_notice,)),
    ClubFounded: Reactions(within=(open_general_room,)),
    MemberJoined: ACCESS_CHANGED,
    MembershipEnded: MEMBER_GONE,
    MemberRoleChanged: MEMBER_GONE,
    ClubArchived: NOTHING,
    InvitationSent: Reactions(later=(send_invitation,)),
    InvitationReminded: Reactions(later=(send_reminder,)),
    InvitationLapsed: Reactions(later=(tell_of_lapsed,)),
    InvitationAskedAgain: Reactions(later=(tell_of_asking_again,)),
    InvitationAccepted: NOTHING,
    MemberAdded: Reactions(later=(send_added,)),
    BatchConfirmed: Reactions(later=(send_batch,)),
    JoinRequested: Reactions(later=(tell_of_request,)),
    JoinRequestDecided: Reactions(later=(send_decision,)),
    MemberProposed: Reactions(later=(tell_of_proposal,)),
    ProposalAccepted: Reactions(later=(tell_of_accepted_proposal,)),
    FilesPlaced: Reactions(later=(index_files,)),
    TopicOpened: Reactions(later=(index_topics, tell_of_topic)),
    TopicImported: Reactions(later=(index_topics,)),
    TopicRenamed: Reactions(later=(index_topics,)),
    TopicClosed: Reactions(later=(index_topics,)),
    TopicReopened: Reactions(later=(index_topics,)),
    TopicMoved: Reactions(
        within=(follow_moved_topic, follow_masks, keep_at_home), later=(index_topics,)
    ),
    TopicMerged: Reactions(
        within=(follow_merged_topic, keep_at_home), later=(index_topics, index_former_topics)
    ),
    TopicSplit: Reactions(within=(follow_split_topic,), later=(index_topics, index_former_topics)),
    TagChanged: Reactions(later=(index_tagged_topics,)),
    TopicRead: Reactions(within=(read_of_topic,)),
    ClubCaughtUp: Reactions(within=(read_of_club,)),
    PostAdded: Reactions(now=(send_post,), later=(index_topics, tell_of_post)),
    PostEdited: Reactions(within=(show_as_edited,), later=(index_topics,)),
    PostRevealed: Reactions(within=(name_author,)),
    PostDeleted: Reactions(within=(forget_post,), later=(index_topics,)),
    AnswerAccepted: Reactions(later=(index_topics, tell_of_answer)),
    AnswerValidated: Reactions(later=(index_topics,)),
    AnswerWithdrawn: Reactions(later=(index_topics,)),
    ValidityChanged: TRUTH_CHANGED,
    DoubtRaised: Reactions(later=(index_doubted, index_doubted_procedures, tell_of_doubt)),
    DoubtSettled: TRUTH_CHANGED,
    ReviewDue: Reactions(later=(index_doubted, index_doubted_procedures, tell_of_review)),
    HelpAsked: Reactions(later=(tell_of_help,)),
    SilenceReported: Reactions(later=(tell_of_silence,)),
    OfferWithdrawn: Reactions(within=(forget_offer,)),
    TopicOffered: Reactions(later=(tell_of_offer,)),
    ApprovalAsked: Reactions(later=(tell_of_approval,)),
    ProcedureDiscarded: Reactions(within=(forget_procedure,)),
    ProcedureSentBack: Reactions(later=(tell_of_sending_back,)),
    ProcedurePublished: Reactions(later=(index_procedures, tell_of_publication)),
    ProcedureRetired: Reactions(later=(index_procedures,)),
    ProcedureReworded: Reactions(later=(index_procedures,)),
    CommentAdded: Reactions(later=(tell_of_comment,)),
    CommentDeleted: Reactions(within=(forget_comment,)),
    MessagePosted: Reactions(now=(send_message,), later=(tell_of_message,)),
    MessageEdited: Reactions(now=(send_edited_message,)),
    MessageDeleted: Reactions(within=(forget_message,), now=(send_deleted_message,)),
    RoomRead: Reactions(within=(read_of_room,), now=(send_room_read,)),
    NotificationRaised: Reactions(now=(ring,), later=(send_notification,)),
    DigestDue: Reactions(later=(send_digest,)),
    NotificationsRead: Reactions(now=(quieten,)),
    DataExportAsked: Reactions(later=(make_export,)),
    DataExportMade: Reactions(later=(send_export_made,)),
    AccountClosed: Reactions(
        now=(drop_connections,),
        everywhere=(drop_connections,),
        later=(send_farewell, sweep_index, drop_prints),
    ),
    InactivityFound: Reactions(later=(send_inactivity_notice,)),
    IndexFoundWrong: Reactions(later=(reindex_documents,)),
}
