/** What a door of an office is called with: the office, and things in it. */
export type Things = {
  slug: string;
  /** Of the office's details, as a form shows them. */
  detailsVersion: string;
  memberId: string;
  version: string;
  /** A card that was asked to confirm and has not reacted. */
  askedId: string;
  importId: string;
  draftId: string;
  mailingId: string;
  messageId: string;
  /** A colleague, and somebody who is invited. */
  colleagueId: string;
  invitedId: string;
  /** The head office and one of its member offices. */
  headSlug: string;
  memberOfficeId: string;
  groupId: string;
};

/** Pages that belong to no office, and why. All others begin with `/o/[office]`. */
export const PUBLIC_PAGES: Record<string, string> = {
  "/": "leads to the offices of whoever is logged in",
  "/login": "for everybody",
  "/forgot": "for everybody",
  "/reset/[token]": "the secret in the address is the authority",
  "/activate/[token]": "the secret in the address is the authority",
  "/login/code": "the mark of a right password is the authority",
  "/email/[token]": "the secret in the address is the authority",
  "/account": "the own login of whoever is logged in",
  "/account/second-factor": "the own login of whoever is logged in",
  "/offices": "lists the offices of whoever is logged in",
  "/c/[token]": "a member's link: the signature in the address is the authority",
  "/c/[token]/not-me": "a member's link: the signature in the address is the authority",
  "/reply-to/[token]": "the secret in the address is the authority",
  "/u/[token]": "a member's link: the signature in the address is the authority",
};

/** Pages of an office that name something of it; the others name the office alone. */
export const PAGES: Record<string, (of: Things) => string> = {
  "/o/[office]": ({ slug }) => `/o/${slug}`,
  "/o/[office]/members": ({ slug }) => `/o/${slug}/members`,
  "/o/[office]/members/new": ({ slug }) => `/o/${slug}/members/new`,
  "/o/[office]/members/[memberId]": ({ slug, memberId }) => `/o/${slug}/members/${memberId}`,
  "/o/[office]/members/[memberId]/erase": ({ slug, memberId }) => `/o/${slug}/members/${memberId}/erase`,
  "/o/[office]/members/import": ({ slug }) => `/o/${slug}/members/import`,
  "/o/[office]/members/import/[importId]": ({ slug, importId }) => `/o/${slug}/members/import/${importId}`,
  "/o/[office]/colleagues": ({ slug }) => `/o/${slug}/colleagues`,
  "/o/[office]/colleagues/new": ({ slug }) => `/o/${slug}/colleagues/new`,
  "/o/[office]/colleagues/[userId]": ({ slug, colleagueId }) => `/o/${slug}/colleagues/${colleagueId}`,
  "/o/[office]/offices": ({ headSlug }) => `/o/${headSlug}/offices`,
  "/o/[office]/offices/new": ({ headSlug }) => `/o/${headSlug}/offices/new`,
  "/o/[office]/offices/[memberOffice]": ({ headSlug, memberOfficeId }) =>
    `/o/${headSlug}/offices/${memberOfficeId}`,
  "/o/[office]/offices/groups/new": ({ headSlug }) => `/o/${headSlug}/offices/groups/new`,
  "/o/[office]/offices/groups/[groupId]": ({ headSlug, groupId }) =>
    `/o/${headSlug}/offices/groups/${groupId}`,
  "/o/[office]/settings": ({ slug }) => `/o/${slug}/settings`,
  "/o/[office]/log": ({ slug }) => `/o/${slug}/log`,
  "/o/[office]/mailings": ({ slug }) => `/o/${slug}/mailings`,
  "/o/[office]/mailings/new": ({ slug }) => `/o/${slug}/mailings/new`,
  "/o/[office]/mailings/confirm": ({ slug, memberId }) => `/o/${slug}/mailings/confirm?ids=${memberId}`,
  "/o/[office]/mailings/[id]": ({ slug, mailingId }) => `/o/${slug}/mailings/${mailingId}`,
  "/o/[office]/mailings/[id]/content": ({ slug, mailingId, messageId }) =>
    `/o/${slug}/mailings/${mailingId}/content?message=${messageId}`,
  "/o/[office]/mailings/[id]/edit": ({ slug, draftId }) => `/o/${slug}/mailings/${draftId}/edit`,
  "/o/[office]/mailings/[id]/[messageId]": ({ slug, mailingId, messageId }) =>
    `/o/${slug}/mailings/${mailingId}/${messageId}`,
};

/** Route handlers that belong to no office, and why. */
export const PUBLIC_ROUTES: Record<string, string> = {
  "GET /api/auth/[...nextauth]": "logging in and out",
  "POST /api/auth/[...nextauth]": "logging in and out",
  "POST /language": "the browser's own language",
  "POST /login/enter": "e-mail and password are the authority",
  "GET /login/enter": "leads to the form",
  "POST /login/code/enter": "the mark of a right password, and a code, are the authority",
  "GET /login/code/enter": "leads to the form",
  "POST /email/[token]/confirm": "the secret in the address is the authority",
  "GET /email/[token]/confirm": "leads to the form",
  "POST /forgot/send": "for everybody; answers all alike",
  "GET /forgot/send": "leads to the form",
  "POST /reset/[token]/change": "the secret in the address is the authority",
  "GET /reset/[token]/change": "leads to the form",
  "POST /activate/[token]/begin": "the secret in the address is the authority",
  "GET /activate/[token]/begin": "leads to the form",
  "GET /api/health": "for whoever watches the installation; names no office",
  "GET /api/inngest": "for the job server: signed",
  "POST /api/inngest": "for the job server: signed",
  "PUT /api/inngest": "for the job server: signed",
  "POST /api/webhooks/resend": "for the mail provider: signed",
  "GET /api/unsubscribe/[token]": "a member's link: the signature in the address is the authority",
  "POST /api/unsubscribe/[token]": "a member's link: the signature in the address is the authority",
  "GET /logo/[id]": "a picture that stands in mails: for whoever has its address",
  "GET /reply-to/[token]/confirm": "the secret in the address is the authority",
  "POST /reply-to/[token]/confirm": "the secret in the address is the authority",
  "GET /c/[token]/confirm": "a member's link: the signature in the address is the authority",
  "POST /c/[token]/confirm": "a member's link: the signature in the address is the authority",
  "GET /c/[token]/refuse": "a member's link: the signature in the address is the authority",
  "POST /c/[token]/refuse": "a member's link: the signature in the address is the authority",
  "GET /u/[token]/stop": "a member's link: the signature in the address is the authority",
  "POST /u/[token]/stop": "a member's link: the signature in the address is the authority",
};

export const ROUTES: Record<string, (of: Things) => { path: string; body?: FormData }> = {
  "POST /o/[office]/members/import/upload": ({ slug }) => {
    const body = new FormData();
    body.set("file", new File(["Förnamn;Efternamn\nEva;Ek\n"], "medlemmar.csv", { type: "text/csv" }));
    return { path: `/o/${slug}/members/import/upload`, body };
  },
  "POST /o/[office]/members/[memberId]/data": ({ slug, memberId }) => {
    const body = new FormData();
    body.set("format", "json");
    return { path: `/o/${slug}/members/${memberId}/data`, body };
  },
  "GET /o/[office]/members/import/[importId]/faults": ({ slug, importId }) => ({
    path: `/o/${slug}/members/import/${importId}/faults`,
  }),
  "GET /o/[office]/mailings/[id]/export": ({ slug, mailingId }) => ({
    path: `/o/${slug}/mailings/${mailingId}/export`,
  }),
  "GET /o/[office]/log/export": ({ slug }) => ({ path: `/o/${slug}/log/export` }),
};
