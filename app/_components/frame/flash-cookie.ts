/** Carries a notice to the next page; seconds old at the most. */
export const FLASH_COOKIE = "flash";
