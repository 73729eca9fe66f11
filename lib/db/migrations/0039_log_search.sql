CREATE INDEX "log_entries_search" ON "log_entries" USING gin ("office_id","search_text" gin_trgm_ops);
--> statement-breakpoint
-- As the register, so the log: its owner reads it past the policy, by the function below, which names the office.
create policy owner_reads on log_entries for select to current_user using (true);
--> statement-breakpoint
-- Ids of entries in the log of the office at hand, and of no other, that hold every pattern, as `cards_like`.
create function entries_like(patterns text[], most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
declare
  every_pattern text;
begin
  select coalesce(string_agg(format('search_text like %L', public.folded(pattern)), ' and '), 'true')
  into every_pattern from unnest(patterns) as pattern;
  return query execute format('select id from public.log_entries where office_id = $1 and %s limit $2', every_pattern)
    using public.current_office(), most;
end $$;
--> statement-breakpoint
revoke execute on function entries_like(text[], int) from public;
--> statement-breakpoint
grant execute on function entries_like(text[], int) to office;
