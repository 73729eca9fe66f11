import { redirect } from "next/navigation";

/** Leads to the person's office, by way of the login if necessary. */
export default function FrontPage() {
  redirect("/offices");
}
