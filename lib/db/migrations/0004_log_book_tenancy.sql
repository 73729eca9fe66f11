-- The log is append-only: nobody but the owner of the tables changes or removes a row, and it goes with its office.
alter table log_entries enable row level security;
--> statement-breakpoint
alter table log_entries force row level security;
--> statement-breakpoint
create policy office_rows on log_entries for all to office
  using (office_id = (select current_office())) with check (office_id = (select current_office()));
--> statement-breakpoint
create policy auth_rows on log_entries for insert to auth with check (true);
--> statement-breakpoint
create policy system_rows on log_entries for insert to system with check (true);
--> statement-breakpoint
grant select, insert on log_entries to office;
--> statement-breakpoint
grant insert on log_entries to auth, system;
