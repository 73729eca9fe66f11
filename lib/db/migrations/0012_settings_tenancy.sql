-- Pictures are written with the office's settings, as auth; whoever has a picture's address may see it.
alter table logos enable row level security;
--> statement-breakpoint
alter table logos force row level security;
--> statement-breakpoint
create policy office_rows on logos for all to office
  using (office_id = (select current_office())) with check (office_id = (select current_office()));
--> statement-breakpoint
create policy auth_rows on logos for all to auth using (true) with check (true);
--> statement-breakpoint
grant select on logos to office;
--> statement-breakpoint
grant select, insert on logos to auth;
