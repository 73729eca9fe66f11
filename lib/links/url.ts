/** The public page on which a member confirms the address. */
export function confirmUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/c/${token}`;
}

/** The public page on which a member stops all mail from the service. */
export function unsubscribeUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/u/${token}`;
}

/** Where a mail program posts a one-click unsubscribe (RFC 8058). */
export function oneClickUrl(baseUrl: string, token: string): string {
  return `${baseUrl}/api/unsubscribe/${token}`;
}
