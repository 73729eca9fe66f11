import { describe, expect, test } from "vitest";
import { uploadedFile } from "@/app/_edge/uploaded-file";
import fc from "@/tests/support/fast-check";

const LARGEST = 1000;

function posted(form: FormData): Request {
  return new Request("http://localhost:3000/upload", { method: "POST", body: form });
}

function fileForm(content: Uint8Array<ArrayBuffer> | string, name: string, field = "file"): FormData {
  const form = new FormData();
  form.set("other", "Ä");
  form.set(field, new File([content], name));
  return form;
}

const read = (request: Request) => uploadedFile(request, "file", LARGEST);

describe("the file of a form", () => {
  test("comes out byte for byte, with its name", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: LARGEST }), async (bytes) => {
        const file = await read(posted(fileForm(new Uint8Array(bytes), "medlemmar åäö 2026.csv")));
        if (typeof file === "string") throw new Error(file);
        expect(file.name).toBe("medlemmar åäö 2026.csv");
        expect([...file.content]).toEqual([...bytes]);
      }),
    );
  });

  test.each(["1", "1100", "1e9", "-5", "many"])(
    "comes out whole when %s bytes were announced",
    async (length) => {
      const content = "å".repeat(LARGEST / 2);
      const request = posted(fileForm(content, "a.csv"));
      request.headers.set("content-length", length);
      const file = await read(request);
      if (typeof file === "string") throw new Error(file);
      expect(Buffer.from(file.content).toString()).toBe(content);
    },
  );

  test("may be as long as is said, and no longer", async () => {
    expect(await read(posted(fileForm("x".repeat(LARGEST), "a.csv")))).toMatchObject({ name: "a.csv" });
    expect(await read(posted(fileForm("x".repeat(LARGEST + 1), "a.csv")))).toBe("tooLarge");
    expect(await read(posted(fileForm("x".repeat(LARGEST * 1000), "a.csv")))).toBe("tooLarge");
    const whole = posted(fileForm("x".repeat(LARGEST * 1000), "a.csv"));
    const cutOff = (await whole.arrayBuffer()).slice(0, LARGEST * 900);
    const { headers } = whole;
    expect(await read(new Request(whole.url, { method: "POST", headers, body: cutOff }))).toBe("tooLarge");
  });

  test("that is empty is one", async () => {
    expect(await read(posted(fileForm("", "tom.csv")))).toMatchObject({ name: "tom.csv" });
  });
});

describe("there is none", () => {
  test("when nobody chose one, as a browser then posts it", async () => {
    const body = '--b\r\ncontent-disposition: form-data; name="file"; filename=""\r\n';
    const request = new Request("http://localhost:3000/upload", {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=b" },
      body: `${body}content-type: application/octet-stream\r\n\r\n\r\n--b--\r\n`,
    });
    expect(await read(request)).toBe("missing");
  });

  test("in another field", async () => {
    expect(await read(posted(fileForm("a", "a.csv", "logo")))).toBe("missing");
  });

  test.each(["file", "logo"])("when the form breaks off inside the file in %s", async (field) => {
    const whole = posted(fileForm("x".repeat(LARGEST), "a.csv", field));
    const cutOff = (await whole.arrayBuffer()).slice(0, LARGEST);
    const { headers } = whole;
    expect(await read(new Request(whole.url, { method: "POST", headers, body: cutOff }))).toBe("missing");
  });

  test("where the field is a text", async () => {
    const form = new FormData();
    form.set("file", "a;b");
    expect(await read(posted(form))).toBe("missing");
  });

  test.each<[string, RequestInit]>([
    ["without a body", {}],
    ["of another kind", { body: new URLSearchParams({ file: "a" }) }],
    ["without a boundary", { body: "x", headers: { "content-type": "multipart/form-data" } }],
    [
      "broken off",
      { body: "--b\r\ncontent-di", headers: { "content-type": "multipart/form-data; boundary=b" } },
    ],
    ["of nothing", { body: "", headers: { "content-type": "multipart/form-data; boundary=b" } }],
  ])("in a form %s", async (_, init) => {
    expect(await read(new Request("http://localhost:3000/upload", { method: "POST", ...init }))).toBe(
      "missing",
    );
  });
});
