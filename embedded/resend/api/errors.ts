/** An answer in Resend's error form: `{statusCode, name, message}`. */
export class ApiError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }

  get body(): { statusCode: number; name: string; message: string } {
    return { statusCode: this.statusCode, name: this.code, message: this.message };
  }
}

export const invalid = (message: string) => new ApiError(422, "validation_error", message);

export const notFound = (what: string) => new ApiError(404, "not_found", `${what} not found`);

export const methodNotAllowed = () =>
  new ApiError(405, "method_not_allowed", "Method is not allowed for the requested path.");

export const noSuchEndpoint = () => new ApiError(404, "not_found", "The requested endpoint does not exist.");

export const tooManyRequests = (rate: number) =>
  new ApiError(
    429,
    "rate_limit_exceeded",
    `Too many requests. You can only make ${rate} requests per second.`,
  );

export const quotaExceeded = () =>
  new ApiError(429, "daily_quota_exceeded", "You have reached your daily email sending quota.");

export const applicationError = (statusCode = 500) =>
  new ApiError(
    statusCode,
    "application_error",
    "Internal server error. We are unable to process your request right now, please try again later.",
  );
