import { redirect } from "next/navigation";

/** The way in: to one's office, by way of the login where that is needed. */
export default function FrontPage() {
  redirect("/offices");
}
