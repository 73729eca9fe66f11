import type { Things } from "./doors";

/** Server actions that belong to no office, and why. */
export const PUBLIC_ACTIONS: Record<string, string> = {
  "app/_components/frame/actions.ts#chooseLanguage": "the browser's own language",
  "app/_components/frame/actions.ts#chooseOwnLanguage": "the browser's own language",
  "app/_components/frame/actions.ts#logOut": "ends the caller's own session",
  "app/_components/frame/actions.ts#takeFlash": "reads the caller's own cookie",
  "app/(auth)/account/actions.ts#submitName": "the caller's own login",
  "app/(auth)/account/actions.ts#submitPassword": "the caller's own login",
  "app/(auth)/account/actions.ts#submitEmail": "the caller's own login",
  "app/(auth)/account/actions.ts#endSessionByForm": "the caller's own sessions",
  "app/(auth)/account/second-factor/actions.ts#turnOn": "the caller's own login",
  "app/(auth)/account/second-factor/actions.ts#renew": "the caller's own login",
  "app/(auth)/account/second-factor/actions.ts#turnOff": "the caller's own login",
  "app/(auth)/offices/actions.ts#accept": "the caller's own invitation",
  "app/(auth)/offices/actions.ts#decline": "the caller's own invitation",
};

export type Act = {
  args: (of: Things) => unknown[];
  /** Says in words that it cannot be done, and stays on the page: what was typed is kept. */
  inWords?: true;
  /** Something was typed: that the session has ended, or the office is not there, is said in words. */
  typed?: true;
  /** Says this whatever it was given, and changes nothing in the office. */
  sameForAll?: string;
};

const card = (version?: string) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ firstName: "Eva", lastName: "Ek", city: "Vasa" })) {
    form.set(name, value);
  }
  if (version) form.set("version", version);
  return form;
};

const first = { values: {}, faults: {}, outcome: "new" };

const written = (memberId: string) => ({
  subject: "Höstmötet",
  bodyHtml: "<p>Hej {{förnamn|vän}}!</p>",
  audience: { ids: [memberId] },
  onePerAddress: false,
});

const seen = ({ draftId, version }: Things) => ({ id: draftId, version });

const colleague = (email?: string) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ role: "colleague", register: "write", mailings: "read" })) {
    form.set(name, value);
  }
  if (email) form.set("email", email);
  return form;
};

const settings = ({ slug, version, detailsVersion }: Things) => {
  const form = new FormData();
  const fields = { name: `Vi ${version}`, slug, language: "fi", postalAddress: "Byvägen 1", footer: "Hej" };
  for (const [name, value] of Object.entries({ ...fields, version: detailsVersion })) form.set(name, value);
  return form;
};

const filled = (name: string, value: string | File) => {
  const form = new FormData();
  form.set(name, value);
  return form;
};

/** The smallest PNG: one pixel. */
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

const empty = { values: {}, errors: {} };

const grouped = { ...empty, offices: [], administrators: [], offered: { offices: [], all: true } };

const COLLEAGUES = "app/o/[office]/colleagues/actions.ts";
const SETTINGS = "app/o/[office]/settings/actions.ts";
const OFFICES = "app/o/[office]/offices/actions.ts";
const GROUPS = "app/o/[office]/offices/groups/actions.ts";
const MEMBERS = "app/o/[office]/members/actions.ts";
const ERASE = "app/o/[office]/members/[memberId]/erase/actions.ts";
const COMPOSE = "app/o/[office]/mailings/_compose/actions.ts";
const MAILING = "app/o/[office]/mailings/[id]/actions.ts";

/** Every other server action, in an order in which each still finds its things. */
export const ACTS: Record<string, Act> = {
  [`${COMPOSE}#countRecipients`]: { args: (of) => [of.slug, written(of.memberId)], inWords: true },
  [`${COMPOSE}#preview`]: { args: (of) => [of.slug, written(of.memberId), of.memberId], inWords: true },
  [`${COMPOSE}#findRecipients`]: { args: (of) => [of.slug, written(of.memberId), ""], inWords: true },
  [`${COMPOSE}#sendTestMail`]: {
    args: (of) => [of.slug, written(of.memberId)],
    inWords: true,
    sameForAll: '"email":',
  },
  [`${COMPOSE}#saveDraft`]: { args: (of) => [of.slug, seen(of), written(of.memberId)], inWords: true },
  [`${COMPOSE}#readyToSend`]: { args: (of) => [of.slug, seen(of), written(of.memberId)], inWords: true },
  /* Another number than would get it: it is said so and not sent, and the draft is there to be removed. */
  [`${COMPOSE}#sendDraft`]: { args: (of) => [of.slug, seen(of), 2], inWords: true },
  /* In the past, as above. */
  [`${COMPOSE}#scheduleDraft`]: {
    args: (of) => [of.slug, seen(of), { day: "2020-01-01", time: "12:00" }],
    inWords: true,
  },
  [`${COMPOSE}#removeDraft`]: { args: (of) => [of.slug, seen(of)] },
  [`${MAILING}#updateResults`]: { args: (of) => [of.slug, of.mailingId] },
  [`${MAILING}#holdMailing`]: { args: (of) => [of.slug, of.mailingId, "pause"] },
  "app/o/[office]/mailings/[id]/give-up.ts#giveUp": { args: (of) => [of.slug, of.mailingId] },
  "app/o/[office]/mailings/confirm/actions.ts#ask": {
    args: (of) => [of.slug, { round: "again", ids: of.askedId }],
  },
  "app/o/[office]/members/import/actions.ts#runImport": { args: (of) => [of.slug, of.importId] },
  [`${COLLEAGUES}#invite`]: {
    args: (of) => [of.slug, empty, colleague(`ny@${of.slug}.example`)],
    typed: true,
  },
  [`${COLLEAGUES}#resend`]: { args: (of) => [of.slug, of.invitedId] },
  [`${COLLEAGUES}#withdraw`]: { args: (of) => [of.slug, of.invitedId] },
  [`${COLLEAGUES}#saveRights`]: { args: (of) => [of.slug, of.colleagueId, empty, colleague()], typed: true },
  [`${COLLEAGUES}#remove`]: { args: (of) => [of.slug, of.colleagueId] },
  [`${SETTINGS}#saveReplyTo`]: {
    args: (of) => [of.slug, empty, filled("replyTo", "ny@exempel.example")],
    typed: true,
  },
  [`${SETTINGS}#saveSecondFactor`]: { args: (of) => [of.slug, empty, new FormData()], typed: true },
  [`${SETTINGS}#saveLogo`]: {
    args: (of) => [of.slug, empty, filled("logo", new File([PIXEL], "logo.png", { type: "image/png" }))],
    typed: true,
  },
  [`${SETTINGS}#dropLogo`]: { args: (of) => [of.slug], typed: true },
  [`${SETTINGS}#saveRetention`]: { args: (of) => [of.slug, empty, filled("eventDays", "180")], typed: true },
  [`${SETTINGS}#saveSettings`]: {
    args: (of) => [of.slug, { ...empty, shared: [] }, settings(of)],
    typed: true,
  },
  [`${MEMBERS}#createCard`]: { args: (of) => [of.slug, first, card()], typed: true },
  [`${MEMBERS}#saveCard`]: { args: (of) => [of.slug, of.memberId, first, card(of.version)], typed: true },
  [`${MEMBERS}#moveCardAddress`]: { args: (of) => [of.slug, of.memberId] },
  [`${MEMBERS}#moveAddresses`]: { args: (of) => [of.slug, { ids: [of.memberId] }] },
  [`${MEMBERS}#deleteCard`]: { args: (of) => [of.slug, of.memberId] },
  [`${ERASE}#eraseCard`]: { args: (of) => [of.slug, of.askedId, empty, filled("understood", "yes")] },
  [`${GROUPS}#addGroup`]: {
    args: (of) => [of.headSlug, grouped, filled("name", `Grupp ${of.version}`)],
    typed: true,
  },
  [`${GROUPS}#saveGroup`]: {
    args: (of) => [of.headSlug, of.groupId, grouped, filled("name", "Söder")],
    typed: true,
  },
  [`${GROUPS}#removeGroup`]: { args: (of) => [of.headSlug, of.groupId] },
  [`${OFFICES}#createOffice`]: {
    args: (of) => [of.headSlug, empty, filled("name", `Ort ${of.version}`)],
    typed: true,
  },
  [`${OFFICES}#renameOffice`]: {
    args: (of) => [of.headSlug, of.memberOfficeId, empty, filled("name", `Ny ${of.version}`)],
    typed: true,
  },
  /* The last one: nobody enters the office any more. */
  [`${OFFICES}#removeOffice`]: {
    args: (of) => [of.headSlug, of.memberOfficeId, empty, filled("typed", `Ny ${of.version}`)],
    typed: true,
  },
};
