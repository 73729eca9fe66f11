import { expect, it } from "vitest";
import { refusalPage } from "@/app/_edge/refusal";
import { Conflict, Forbidden, NotFound, NotLoggedIn, TooMany, Unavailable } from "@/lib/errors";
import { text } from "@/tests/support/texts";

it.each([
  [new NotLoggedIn(), text("errors.loggedOut"), 'href="/login"'],
  [new Forbidden(), text("errors.forbidden"), 'href="/"'],
  [new NotFound(), text("errors.notFound"), 'href="/"'],
  [new Unavailable(null), text("errors.unavailable"), ""],
  [new TooMany(90), text("errors.tooMany", { minutes: 2 }), ""],
])("a route answers %o with a page that says what to do", async (error, explained, link) => {
  const answer = refusalPage(error, "sv");
  const html = await answer.text();
  expect(answer.status).toBe(error.status);
  expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(html).toContain(explained);
  expect(html).toContain(link);
});

it("says when the next try is taken", () => {
  expect(refusalPage(new TooMany(90), "fi").headers.get("retry-after")).toBe("90");
});

it("has no words where there is nothing to do", async () => {
  const answer = refusalPage(new Conflict(), "en");
  expect([answer.status, await answer.text()]).toEqual([409, ""]);
});
