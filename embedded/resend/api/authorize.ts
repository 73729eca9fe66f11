import { createHash, timingSafeEqual } from "node:crypto";
import { ApiError } from "./errors";

/**
 * Checks the API key of a request.
 *
 * @param header the `Authorization` header
 * @throws ApiError 401 when there is no key, 403 when it is another
 */
export function authorize(header: string | undefined, apiKey: string): void {
  const given = /^Bearer\s+(\S+)$/i.exec(header ?? "")?.[1];
  if (given === undefined) {
    throw new ApiError(401, "missing_api_key", "Missing API key in the authorization header.");
  }
  if (!timingSafeEqual(digest(given), digest(apiKey))) {
    throw new ApiError(403, "invalid_api_key", "API key is invalid.");
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
