do $$
declare tenant_table text;
begin
  foreach tenant_table in array array['erased_problems', 'erasures'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      'create policy office_rows on %I for all to office using (office_id = (select current_office())) with check (office_id = (select current_office()))',
      tenant_table);
    execute format('create policy system_rows on %I for all to system using (true) with check (true)', tenant_table);
    execute format('grant select, insert, update, delete on %I to office, system', tenant_table);
  end loop;
end $$;
--> statement-breakpoint
-- Global, as suppressions are: offices reach it through the function below only.
grant select, insert, update, delete on erased_addresses to system;
--> statement-breakpoint
-- Addresses are put on cards: those that were erased are known again, and what the provider's account must
-- not send to is suppressed in clear again. Answers for the hashes it is given, and never lists.
create function recall_addresses(given json) returns table (address text, hash bytea)
language sql volatile security definer set search_path = pg_catalog, public
begin atomic
  with hit as materialized (
    select g.address, e.hash, e.problem, e.since
    from json_to_recordset(given) as g(address text, hash bytea)
    join public.erased_addresses e on e.hash = g.hash
    order by e.hash for update of e
  ), known as (
    update public.erased_addresses e set address = hit.address, problem = null, since = null
    from hit
    where e.hash = hit.hash and (e.address is distinct from hit.address or e.problem is not null)
  ), suppressed as (
    insert into public.suppressions as s (address, problem, since)
    select distinct on (hit.address) hit.address, hit.problem, hit.since
    from hit where hit.problem is not null
    order by hit.address, array_position(array['problem_blocked', 'problem_bounced', 'problem_invalid',
      'problem_unsubscribed', 'problem_spam']::public.email_status[], hit.problem) desc
    on conflict (address) do update set problem = excluded.problem
    where array_position(array['problem_blocked', 'problem_bounced', 'problem_invalid', 'problem_unsubscribed',
        'problem_spam']::public.email_status[], excluded.problem)
      > array_position(array['problem_blocked', 'problem_bounced', 'problem_invalid', 'problem_unsubscribed',
        'problem_spam']::public.email_status[], s.problem)
  )
  select hit.address, hit.hash from hit;
end;
--> statement-breakpoint
revoke execute on function recall_addresses(json) from public;
--> statement-breakpoint
grant execute on function recall_addresses(json) to office, system;
--> statement-breakpoint
-- The log stays append-only for the roles of the app. What an erased card was called is blanked by this
-- function alone, as the owner of the table, who by this policy sees the rows of the office at hand and no
-- others. It wants the erasure itself in the log first.
create policy owner_rows on log_entries for all to current_user
  using (office_id = (select current_office())) with check (office_id = (select current_office()));
--> statement-breakpoint
create function blank_card_in_log(card uuid) returns void
language sql volatile security definer set search_path = pg_catalog, public
begin atomic
  update public.log_entries e set object_name = ''
  where e.office_id = public.current_office() and e.object_id = card and e.act like 'card.%'
    and exists (
      select from public.log_entries x
      where x.office_id = public.current_office() and x.object_id = card and x.act = 'card.erased');
end;
--> statement-breakpoint
revoke execute on function blank_card_in_log(uuid) from public;
--> statement-breakpoint
grant execute on function blank_card_in_log(uuid) to office;
--> statement-breakpoint
-- Events that were folded before are given their attempt. Whose they are, row-level security keeps from
-- the owner: they are reduced after 90 days, as those of nobody.
update provider_events set attempt_id = (payload #>> '{data,tags,attempt}')::uuid
where outcome <> 'no_attempt'
  and payload #>> '{data,tags,attempt}' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';
