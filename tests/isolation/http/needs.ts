/**
 * What a door of an office requires: any place in the office, a right in a program, or being administrator of
 * the office or of its head office.
 */
export type Needs =
  | "place"
  | "register.read"
  | "register.write"
  | "mailings.read"
  | "mailings.write"
  | "administrator"
  | "head";

/** One line for each page, method of a route handler and server action that belongs to an office. */
export const NEEDS: Record<string, Needs> = {
  "/o/[office]": "place",
  "/o/[office]/members": "register.read",
  "/o/[office]/members/[memberId]": "register.read",
  "/o/[office]/members/[memberId]/erase": "register.write",
  "/o/[office]/members/new": "register.write",
  "/o/[office]/members/import": "register.write",
  "/o/[office]/members/import/[importId]": "register.write",
  "/o/[office]/mailings": "mailings.read",
  "/o/[office]/mailings/[id]": "mailings.read",
  "/o/[office]/mailings/[id]/content": "mailings.read",
  "/o/[office]/mailings/[id]/[messageId]": "mailings.read",
  "/o/[office]/mailings/[id]/edit": "mailings.write",
  "/o/[office]/mailings/new": "mailings.write",
  "/o/[office]/mailings/confirm": "mailings.write",
  "/o/[office]/colleagues": "administrator",
  "/o/[office]/colleagues/new": "administrator",
  "/o/[office]/colleagues/[userId]": "administrator",
  "/o/[office]/settings": "administrator",
  "/o/[office]/log": "administrator",
  "/o/[office]/offices": "head",
  "/o/[office]/offices/new": "head",
  "/o/[office]/offices/[memberOffice]": "head",
  "/o/[office]/offices/groups/new": "head",
  "/o/[office]/offices/groups/[groupId]": "head",

  "POST /o/[office]/members/[memberId]/data": "administrator",
  "POST /o/[office]/members/import/upload": "register.write",
  "GET /o/[office]/members/import/[importId]/faults": "register.write",
  "GET /o/[office]/mailings/[id]/export": "mailings.read",
  "GET /o/[office]/log/export": "administrator",

  "app/o/[office]/members/actions.ts#createCard": "register.write",
  "app/o/[office]/members/actions.ts#saveCard": "register.write",
  "app/o/[office]/members/actions.ts#moveCardAddress": "register.write",
  "app/o/[office]/members/actions.ts#moveAddresses": "register.write",
  "app/o/[office]/members/actions.ts#deleteCard": "register.write",
  "app/o/[office]/members/[memberId]/erase/actions.ts#eraseCard": "register.write",
  "app/o/[office]/members/import/actions.ts#runImport": "register.write",
  "app/o/[office]/mailings/_compose/actions.ts#countRecipients": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#preview": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#findRecipients": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#sendTestMail": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#saveDraft": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#readyToSend": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#sendDraft": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#scheduleDraft": "mailings.write",
  "app/o/[office]/mailings/_compose/actions.ts#removeDraft": "mailings.write",
  "app/o/[office]/mailings/[id]/actions.ts#updateResults": "mailings.write",
  "app/o/[office]/mailings/[id]/actions.ts#holdMailing": "mailings.write",
  "app/o/[office]/mailings/[id]/give-up.ts#giveUp": "mailings.write",
  "app/o/[office]/mailings/confirm/actions.ts#ask": "mailings.write",
  "app/o/[office]/colleagues/actions.ts#invite": "administrator",
  "app/o/[office]/colleagues/actions.ts#resend": "administrator",
  "app/o/[office]/colleagues/actions.ts#withdraw": "administrator",
  "app/o/[office]/colleagues/actions.ts#saveRights": "administrator",
  "app/o/[office]/colleagues/actions.ts#remove": "administrator",
  "app/o/[office]/settings/actions.ts#saveSettings": "administrator",
  "app/o/[office]/settings/actions.ts#saveReplyTo": "administrator",
  "app/o/[office]/settings/actions.ts#saveRetention": "administrator",
  "app/o/[office]/settings/actions.ts#saveSecondFactor": "administrator",
  "app/o/[office]/settings/actions.ts#saveLogo": "administrator",
  "app/o/[office]/settings/actions.ts#dropLogo": "administrator",
  "app/o/[office]/offices/actions.ts#createOffice": "head",
  "app/o/[office]/offices/actions.ts#renameOffice": "head",
  "app/o/[office]/offices/actions.ts#removeOffice": "head",
  "app/o/[office]/offices/groups/actions.ts#addGroup": "head",
  "app/o/[office]/offices/groups/actions.ts#saveGroup": "head",
  "app/o/[office]/offices/groups/actions.ts#removeGroup": "head",
};
