import { expect, it } from "vitest";
import { html } from "@/app/o/[office]/members/[memberId]/data/markup";
import fc from "@/tests/support/fast-check";

it("escapes what is put in, and leaves markup as it is", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(html`${text}`.html).not.toMatch(/[<>"']/);
    }),
  );
  const name = `<script>"&'</script>`;
  expect(html`<p title="${name}">${html`<b>${name}</b>`}${null}${[html`<i>`, html`</i>`]}</p>`.html).toBe(
    `<p title="&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;"><b>&lt;script&gt;&quot;&amp;&#39;&lt;/script&gt;</b><i></i></p>`,
  );
});
