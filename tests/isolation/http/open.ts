/**
 * The answer of a door that belongs to no office, to a visitor and to somebody who is logged in: its status,
 * and where it leads (without the query).
 */
export type Open = {
  nobody: string;
  person: string;
  /** Fields that it is posted. */
  form?: Record<string, string>;
  /** Arguments of an action before its form. */
  args?: unknown[];
};

const everybody = (answer: string, more: Partial<Open> = {}): Open => ({
  nobody: answer,
  person: answer,
  ...more,
});

const EMPTY = { values: {}, errors: {} };
const FORMS = { email: "ingen@example.org", password: "fel", current: "fel", code: "000000" };

/** One line for each page, method of a route handler and server action that belongs to no office. */
export const OPEN: Record<string, Open> = {
  "/": everybody("307 /offices"),
  "/login": { nobody: "200", person: "307 /" },
  "/login/code": everybody("307 /login"),
  "/forgot": everybody("200"),
  "/reset/[token]": everybody("200"),
  "/activate/[token]": everybody("200"),
  "/email/[token]": everybody("200"),
  "/reply-to/[token]": everybody("200"),
  "/c/[token]": everybody("200"),
  "/c/[token]/not-me": everybody("307 /c/unknown"),
  "/u/[token]": everybody("200"),
  "/offices": { nobody: "307 /login", person: "200" },
  "/account": { nobody: "307 /login", person: "200" },
  "/account/second-factor": { nobody: "307 /login", person: "200" },

  "GET /api/auth/[...nextauth]": everybody("200"),
  "POST /api/auth/[...nextauth]": everybody("415"),
  "GET /api/health": everybody("200"),
  "GET /api/inngest": everybody("401"),
  "POST /api/inngest": everybody("401"),
  /* Makes the app tell the job server, in its own name, where it is. */
  "PUT /api/inngest": everybody("200"),
  "POST /api/webhooks/resend": everybody("401"),
  "GET /api/unsubscribe/[token]": everybody("307 /u/unknown"),
  "POST /api/unsubscribe/[token]": everybody("404", { form: { "List-Unsubscribe": "One-Click" } }),
  "POST /language": everybody("303 /", { form: { language: "sv" } }),
  "POST /login/enter": everybody("303 /login", { form: FORMS }),
  "GET /login/enter": everybody("303 /login"),
  "POST /login/code/enter": everybody("303 /login", { form: FORMS }),
  "GET /login/code/enter": everybody("303 /login/code"),
  "POST /forgot/send": everybody("303 /forgot", { form: FORMS }),
  "GET /forgot/send": everybody("303 /forgot"),
  "POST /reset/[token]/change": everybody("303 /reset/unknown", { form: FORMS }),
  "GET /reset/[token]/change": everybody("303 /reset/unknown"),
  "POST /activate/[token]/begin": everybody("303 /activate/unknown", { form: FORMS }),
  "GET /activate/[token]/begin": everybody("303 /activate/unknown"),
  "POST /email/[token]/confirm": everybody("303 /email/unknown"),
  "GET /email/[token]/confirm": everybody("303 /email/unknown"),
  "POST /reply-to/[token]/confirm": everybody("303 /reply-to/unknown"),
  "GET /reply-to/[token]/confirm": everybody("303 /reply-to/unknown"),
  "POST /c/[token]/confirm": everybody("303 /c/unknown"),
  "GET /c/[token]/confirm": everybody("303 /c/unknown"),
  "POST /c/[token]/refuse": everybody("303 /c/unknown"),
  "GET /c/[token]/refuse": everybody("303 /c/unknown"),
  "POST /u/[token]/stop": everybody("303 /u/unknown"),
  "GET /u/[token]/stop": everybody("303 /u/unknown"),
  "GET /logo/[id]": everybody("404"),

  "app/_components/frame/actions.ts#chooseLanguage": everybody("200", { args: ["sv"] }),
  "app/_components/frame/actions.ts#chooseOwnLanguage": everybody("200", { args: ["sv", true] }),
  "app/_components/frame/actions.ts#takeFlash": everybody("200", { args: [] }),
  "app/(auth)/account/actions.ts#submitName": {
    nobody: "200",
    person: "200",
    args: [EMPTY],
    form: FORMS,
  },
  "app/(auth)/account/actions.ts#submitPassword": {
    nobody: "200 /login",
    person: "200",
    args: [EMPTY],
    form: FORMS,
  },
  "app/(auth)/account/actions.ts#submitEmail": {
    nobody: "200",
    person: "200",
    args: [EMPTY],
    form: FORMS,
  },
  "app/(auth)/account/actions.ts#endSessionByForm": {
    nobody: "200",
    person: "200 /account",
    args: [null],
    form: { session: "none" },
  },
  "app/(auth)/account/second-factor/actions.ts#turnOn": {
    nobody: "200 /login",
    person: "200",
    args: [EMPTY],
    form: FORMS,
  },
  "app/(auth)/account/second-factor/actions.ts#renew": {
    nobody: "200 /login",
    person: "200",
    args: [EMPTY],
    form: FORMS,
  },
  "app/(auth)/account/second-factor/actions.ts#turnOff": {
    nobody: "200 /login",
    person: "200",
    args: [EMPTY],
    form: FORMS,
  },
  "app/(auth)/offices/actions.ts#accept": {
    nobody: "200 /login",
    person: "200 /offices",
    args: ["finns-inte"],
  },
  "app/(auth)/offices/actions.ts#decline": {
    nobody: "200 /login",
    person: "200 /offices",
    args: ["finns-inte"],
  },
  /* The last one: whoever has called it is logged in no more. */
  "app/_components/frame/actions.ts#logOut": everybody("200 /login", { args: [] }),
};
