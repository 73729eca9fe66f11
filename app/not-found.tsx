import { NotFoundText } from "@/app/_components/refusals/not-found";
import { PlainPage } from "@/app/_components/refusals/plain-page";

export default function NotFoundPage() {
  return (
    <PlainPage>
      <NotFoundText />
    </PlainPage>
  );
}
