import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const withIntl = createNextIntlPlugin("./lib/i18n/request.ts");

/** What every answer carries; `proxy.ts` adds what is new for each. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()" },
];

/** Answers that never become a page, and that `proxy.ts` lets past. */
const forMachines = [{ key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" }];

/** Where a list of members goes, which `proxy.ts` lets past as well; who is refused gets a page with a style. */
const forUploads = [
  {
    key: "Content-Security-Policy",
    value: "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'",
  },
];

/** Pages that are reached by a secret link: nobody else is to learn it or keep what it shows. */
const forSecrets = [
  { key: "Referrer-Policy", value: "no-referrer" },
  { key: "X-Robots-Tag", value: "noindex, nofollow" },
  { key: "Cache-Control", value: "no-store" },
];

/** A page that comes in pieces, the list before its total: nginx would keep the first until the last is there. */
const forPieces = [{ key: "X-Accel-Buffering", value: "no" }];

const config: NextConfig = {
  poweredByHeader: false,
  // The proxy with the certificate does it, on other cores than the one thread that renders.
  compress: false,
  reactStrictMode: true,
  serverExternalPackages: ["@node-rs/argon2", "@zxcvbn-ts/language-common", "pg", "pino", "qrcode"],
  // `proxy.ts` keeps as much of every body, before it is known who sent it: as much as an action takes, and some.
  experimental: { authInterrupts: true, proxyClientMaxBodySize: 1_200_000 },
  // Nothing is shown by it, and anybody could have it work.
  images: { unoptimized: true },
  headers: async () => [
    { source: "/(.*)", headers },
    ...["/_next/:path*", "/api/webhooks/:path*", "/api/inngest", "/api/health", "/logo/:path*"].map(
      (source) => ({
        source,
        headers: forMachines,
      }),
    ),
    { source: "/o/:office/members/import/upload", headers: forUploads },
    { source: "/o/:office/members", headers: forPieces },
    ...[
      "/c/:path*",
      "/u/:path*",
      "/reset/:path*",
      "/activate/:path*",
      "/email/:path*",
      "/reply-to/:path*",
    ].map((source) => ({
      source,
      headers: forSecrets,
    })),
  ],
  // `npm run check` does it, for the tests as well; a start need not wait for it.
  typescript: { ignoreBuildErrors: true },
};

export default withIntl(config);
