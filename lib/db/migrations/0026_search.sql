-- Both come with PostgreSQL and are trusted: the owner of the database may have them without being superuser.
create extension if not exists pg_trgm;
--> statement-breakpoint
create extension if not exists btree_gin;
--> statement-breakpoint
CREATE INDEX "members_search" ON "members" USING gin ("office_id","search_text" gin_trgm_ops);
--> statement-breakpoint
-- Beneath a policy no index answers `like`, which is not leakproof. The function below looks as the owner,
-- whose policy hides nothing, and names the office itself.
create policy owner_reads on members for select to current_user using (true);
--> statement-breakpoint
-- Ids of cards of the office at hand, and of no other, that hold every pattern; `most` of them at the most.
-- The patterns stand in the statement, so that the planner knows how rare each is. Reading the table from
-- end to end would read the cards of all offices.
create function cards_like(patterns text[], most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
declare
  every_pattern text;
begin
  select coalesce(string_agg(format('search_text like lower(%L)', pattern), ' and '), 'true')
  into every_pattern from unnest(patterns) as pattern;
  return query execute format('select id from public.members where office_id = $1 and %s limit $2', every_pattern)
    using public.current_office(), most;
end $$;
--> statement-breakpoint
revoke execute on function cards_like(text[], int) from public;
--> statement-breakpoint
grant execute on function cards_like(text[], int) to office;
