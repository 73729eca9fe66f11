import { afterBody } from "@/app/_edge/after-body";
import { refuseOtherSite } from "@/app/_edge/form";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";
import { uploadedFile } from "@/app/_edge/uploaded-file";
import { requireOffice } from "@/lib/auth/require-office";
import { withOffice } from "@/lib/db/tenant";
import { take } from "@/lib/limits/take";
import { MAX_FILE_BYTES } from "@/lib/members/import/file-faults";
import { faultOfFile } from "@/lib/members/import/read";
import { keepUpload } from "@/lib/members/imports";
import type { UploadFault } from "../upload-fault";

/** Bytes of a form with the largest file; proxies should accept bodies of this size. */
const LARGEST_FORM = 1.1 * MAX_FILE_BYTES;

type Context = { params: Promise<{ office: string }> };

/** Takes a file, looks whether it can be read, and goes on to the page that shows what was understood. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return afterBody(request, LARGEST_FORM, () =>
    answerErrors(async () => {
      const { office: slug } = await params;
      const { office, user } = await requireOffice(slug, { program: "register", right: "write" });
      refuseOtherSite(request);
      await take("importPerson", user.id);
      const here = `/o/${slug}/members/import`;
      const refuse = (fault: UploadFault) => seeOther(`${here}?fault=${fault}`);
      const file = await uploadedFile(request, "file", MAX_FILE_BYTES);
      if (typeof file === "string") return refuse(file);
      const { name: fileName, content } = file;
      const fileFault = await faultOfFile(content);
      if (fileFault) return refuse(fileFault);
      const upload = { fileName, content, createdBy: user.id };
      const id = await withOffice(office.id, (tx) => keepUpload(tx, office.id, upload));
      return seeOther(`${here}/${id}`);
    }),
  );
}
