import { BYTE_ORDER_MARK, csvLine } from "@/lib/messages/csv";

type Sheet<Row> = {
  /** Name of the file without its extension, in characters that every system accepts. */
  name: string;
  headings: readonly string[];
  /** One page of the database at a time, as fast as the client reads. */
  pages: AsyncGenerator<Row[]>;
  cells: (row: Row) => readonly string[];
};

/** A list as a CSV file; cells that look like formulas are neutralised. */
export function csvResponse<Row>({ name, headings, pages, cells }: Sheet<Row>): Response {
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(BYTE_ORDER_MARK + csvLine(headings)));
    },
    async pull(controller) {
      const page = await pages.next();
      if (page.done) controller.close();
      else controller.enqueue(encoder.encode(page.value.map((row) => csvLine(cells(row))).join("")));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
      "cache-control": "no-store",
    },
  });
}
