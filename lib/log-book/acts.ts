/**
 * The acts that the log records, by the kind of thing that they concern. To record another act, add a line
 * here, its text (`log.acts`) in each language, and a call of `record` where it happens.
 */
const ACTS_OF = {
  card: [
    "created",
    "changed",
    "deleted",
    "erased",
    "dataTaken",
    "imported",
    "addressMoved",
    "addressesMoved",
    "confirmed",
    "refused",
    "unsubscribed",
    "lifted",
    "liftedBecause",
  ],
  mailing: [
    "drafted",
    "deleted",
    "scheduled",
    "unscheduled",
    "missed",
    "sent",
    "asked",
    "paused",
    "resumed",
    "cancelled",
    "retriesStopped",
  ],
  office: [
    "changed",
    "replyToAsked",
    "replyToConfirmed",
    "replyToRemoved",
    "logoChanged",
    "logoRemoved",
    "retentionChanged",
    "deleted",
    "restored",
    "suspended",
    "paused",
    "released",
    "memberCreated",
    "memberRenamed",
    "memberDeleted",
    "memberRestored",
    "memberSuspended",
    "memberPaused",
    "memberReleased",
    "groupCreated",
    "groupChanged",
    "groupDeleted",
  ],
  colleague: [
    "added",
    "invited",
    "invitedAgain",
    "withdrawn",
    "accepted",
    "declined",
    "rightsChanged",
    "removed",
  ],
  login: [
    "passwordChanged",
    "emailChanged",
    "nameChanged",
    "secondFactorOn",
    "secondFactorOff",
    "recoveryCodesRenewed",
    "secondFactorRequired",
    "secondFactorOptional",
  ],
} as const;

export type LogKind = keyof typeof ACTS_OF;

export type Act = { [Kind in LogKind]: `${Kind}.${(typeof ACTS_OF)[Kind][number]}` }[LogKind];

export const LOG_KINDS = Object.keys(ACTS_OF) as [LogKind, ...LogKind[]];

export const ACTS = LOG_KINDS.flatMap(actsOf);

/** The acts of a kind. */
export function actsOf(kind: LogKind): Act[] {
  return ACTS_OF[kind].map((act) => `${kind}.${act}` as Act);
}
