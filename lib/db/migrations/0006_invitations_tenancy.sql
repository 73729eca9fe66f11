-- As memberships: an office reads them, and they are changed as auth.
alter table invitations enable row level security;
--> statement-breakpoint
alter table invitations force row level security;
--> statement-breakpoint
create policy office_rows on invitations for all to office
  using (office_id = (select current_office())) with check (office_id = (select current_office()));
--> statement-breakpoint
create policy auth_rows on invitations for all to auth using (true) with check (true);
--> statement-breakpoint
grant select on invitations to office;
--> statement-breakpoint
grant select, insert, update, delete on invitations to auth;
