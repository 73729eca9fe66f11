import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("./", import.meta.url));

/** Each of these runs a whole installation, which wants the machine for itself. */
const INSTALLED = [
  "tests/e2e/**/*.test.ts",
  "tests/isolation/http/**/*.test.ts",
  "tests/integration/start.test.ts",
];

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    /* What is waited for comes soon, or late on a busy machine. */
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "parts",
          include: ["tests/**/*.test.ts", "tests/**/*.test.tsx"],
          exclude: INSTALLED,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          globalSetup: ["tests/support/cluster.ts"],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: "installed",
          include: INSTALLED,
          testTimeout: 120_000,
          hookTimeout: 300_000,
          globalSetup: ["tests/support/build.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
