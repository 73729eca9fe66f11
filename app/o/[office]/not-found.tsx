import { NotFoundText } from "@/app/_components/refusals/not-found";

export default function NotFoundOfficePage() {
  return <NotFoundText />;
}
