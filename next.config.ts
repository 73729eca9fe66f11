import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** What every answer carries. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Content-Security-Policy", value: "frame-ancestors 'none'; base-uri 'self'; form-action 'self'" },
  { key: "X-Frame-Options", value: "DENY" },
];

/** Members' pages are reached by a secret link: nobody else is to learn it or keep what it shows. */
const forMembers = [
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "X-Robots-Tag", value: "noindex, nofollow" },
  { key: "Cache-Control", value: "no-store" },
];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["@node-rs/argon2", "pino", "pg"],
  // A list of members may be 10 MB, and a form puts some more around it.
  experimental: { authInterrupts: true, proxyClientMaxBodySize: "11mb" },
  headers: async () => [
    { source: "/(.*)", headers },
    ...["/c/:path*", "/u/:path*"].map((source) => ({ source, headers: forMembers })),
  ],
  // `npm run check` does it, for the tests as well; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default withIntl(config);
