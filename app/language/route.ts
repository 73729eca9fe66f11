import { chooseLanguage } from "@/app/_components/frame/actions";
import { postedForm, textOf } from "@/app/_edge/form";
import { safePath } from "@/app/_edge/path";
import { answerErrors } from "@/app/_edge/route";
import { seeOther } from "@/app/_edge/see-other";

/** Shows everything in the pressed button's language from now on, and the same page again. */
export function POST(request: Request): Promise<Response> {
  return answerErrors(async () => {
    const form = await postedForm(request);
    await chooseLanguage(textOf(form, "language"));
    return seeOther(safePath(textOf(form, "back")));
  });
}
