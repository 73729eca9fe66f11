import { ForbiddenText } from "@/app/_components/refusals/forbidden";

export default function ForbiddenOfficePage() {
  return <ForbiddenText />;
}
