/** The mark: a letter that is on its way. */
export function BrandMark({ className = "size-7" }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect x="2" y="6" width="28" height="20" rx="4" fill="currentColor" opacity="0.22" />
      <path
        d="M5 10.5 16 18l11-7.5M5 22.5l6.5-6M27 22.5l-6.5-6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
