-- Roles that the app's login role may take for one transaction. None owns anything, none bypasses.
do $$
declare wanted text;
begin
  foreach wanted in array array['office', 'auth', 'system'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin noinherit', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another database of the same server was migrated at the same moment
      end;
    end if;
  end loop;
end $$;
--> statement-breakpoint
grant usage on schema public to office, auth, system;
--> statement-breakpoint
-- The office of the transaction; null (and so nothing is seen) where none was set.
create function current_office() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.office', true), '')::uuid;
--> statement-breakpoint
do $$
declare tenant_table text;
begin
  foreach tenant_table in array array[
    'memberships', 'members', 'member_counts', 'address_problems', 'imports', 'mailings', 'mailing_counts',
    'refreshes', 'messages', 'message_cards', 'batches', 'attempts', 'facts', 'outbox'
  ] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      'create policy office_rows on %I for all to office using (office_id = (select current_office())) with check (office_id = (select current_office()))',
      tenant_table);
    execute format('grant select, insert, update, delete on %I to office', tenant_table);
  end loop;
end $$;
--> statement-breakpoint
-- An office sees and changes itself; it is made and removed as auth.
alter table offices enable row level security;
--> statement-breakpoint
alter table offices force row level security;
--> statement-breakpoint
create policy own_office on offices for all to office
  using (id = (select current_office())) with check (id = (select current_office()));
--> statement-breakpoint
create policy auth_rows on offices for all to auth using (true) with check (true);
--> statement-breakpoint
create policy system_rows on offices for select to system using (true);
--> statement-breakpoint
grant select, update on offices to office;
--> statement-breakpoint
grant select on offices to system;
--> statement-breakpoint
-- An office reads who its colleagues are; memberships are changed as auth.
revoke insert, update, delete on memberships from office;
--> statement-breakpoint
create policy auth_rows on memberships for all to auth using (true) with check (true);
--> statement-breakpoint
grant select, insert, update, delete on offices, memberships, users, sessions, login_tokens to auth;
--> statement-breakpoint
-- Webhooks, drains and sweeps work across offices, on these tables only.
do $$
declare system_table text;
begin
  foreach system_table in array array[
    'members', 'member_counts', 'address_problems', 'imports', 'mailings', 'mailing_counts',
    'refreshes', 'messages', 'message_cards', 'batches', 'attempts', 'facts', 'outbox'
  ] loop
    execute format('create policy system_rows on %I for all to system using (true) with check (true)', system_table);
    execute format('grant select, insert, update, delete on %I to system', system_table);
  end loop;
end $$;
--> statement-breakpoint
-- An office is removed as auth, with all that hangs on it: the counts' triggers then run in its name. It
-- has no policy there, so it sees and changes no row.
grant select, update on member_counts, mailing_counts to auth;
--> statement-breakpoint
grant select, insert, update, delete on provider_events, provider_pace, suppressions to system;
--> statement-breakpoint
grant usage on all sequences in schema public to office, system;
--> statement-breakpoint
-- Offices learn whether an address may be sent to, never the list.
create function suppressed_among(addresses text[]) returns setof text
language sql stable security definer set search_path = pg_catalog, public
begin atomic
  select s.address from public.suppressions s where s.address = any (addresses);
end;
--> statement-breakpoint
revoke execute on function suppressed_among(text[]) from public;
--> statement-breakpoint
grant execute on function suppressed_among(text[]) to office, system;
--> statement-breakpoint
alter table message_cards drop constraint message_cards_member_fk;
--> statement-breakpoint
alter table message_cards add constraint message_cards_member_fk foreign key (member_id, office_id)
  references members (id, office_id) on delete set null (member_id);
