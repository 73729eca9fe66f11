/** The `digest` of an error where the service is temporarily down. */
export const UNAVAILABLE = "unavailable";

/**
 * The ways in which a request can be refused. Thrown in `lib`, translated once at the edge
 * (`app`): a form error, a plain page or an HTTP status.
 */
export abstract class AppError extends Error {
  /** HTTP status that the edge answers with. */
  abstract readonly status: number;

  constructor(message?: string) {
    super(message);
    this.name = new.target.name;
  }
}

/** Nobody is logged in, or the session has ended. */
export class NotLoggedIn extends AppError {
  readonly status = 401;
}

/** The colleague lacks the right to this program of the office. */
export class Forbidden extends AppError {
  readonly status = 403;
}

/** The office lets in only those who log in with a second factor, and this person has none. */
export class SecondFactorNeeded extends Forbidden {}

/** Unknown, or of another office: the two must look the same. */
export class NotFound extends AppError {
  readonly status = 404;
}

/** The state has changed, so that the action no longer makes sense. */
export class Conflict extends AppError {
  readonly status = 409;
}

/** Somebody else has changed it since it was shown; `version` is the present one. */
export class Outdated extends Conflict {
  constructor(readonly version: string) {
    super();
  }
}

/** Input that a person can correct; `code` is a key in the messages, `values` its arguments. */
export class Invalid extends AppError {
  readonly status = 422;

  constructor(
    readonly code: string,
    readonly values: Record<string, string | number> = {},
  ) {
    super(code);
  }
}

/**
 * The database cannot be reached, has no space, or dropped the connection. The transaction was rolled back,
 * unless the connection was lost during the commit.
 */
export class Unavailable extends AppError {
  readonly status = 503;
  /** The browser gets only this of an error on the server; the error page shows its text for it. */
  readonly digest = UNAVAILABLE;

  constructor(cause: unknown, message = "the database is not available") {
    super(message);
    this.cause = cause;
  }
}

/** Too many attempts; `seconds` until the next one is allowed. */
export class TooMany extends AppError {
  readonly status = 429;

  constructor(readonly seconds: number) {
    super();
  }
}
