import { UnrecognizedActionError } from "next/dist/client/components/unrecognized-action-error";
import { expect, it } from "vitest";
import { isAnswer, unanswered } from "@/app/_components/ui/unanswered";

it("tells a server of another version from one that cannot be reached", () => {
  expect(unanswered(new UnrecognizedActionError("no such action"))).toBe("oldPage");
  expect(unanswered(new TypeError("Failed to fetch"))).toBe("unanswered");
});

it("knows what the server itself has said by its digest", () => {
  expect(isAnswer(Object.assign(new Error("away"), { digest: "1" }))).toBe(true);
  expect(isAnswer(new TypeError("Failed to fetch"))).toBe(false);
});
