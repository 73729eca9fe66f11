import { ForbiddenText } from "@/app/_components/refusals/forbidden";
import { PlainPage } from "@/app/_components/refusals/plain-page";

export default function ForbiddenPage() {
  return (
    <PlainPage>
      <ForbiddenText />
    </PlainPage>
  );
}
