-- A text as it is searched: in lower case and without the marks of its letters, composed or not. Most texts are
-- plain; of the others a normal form and a regular expression cost a third of a list of all marked letters, each of
-- which `translate` would try on each character. Lower case comes last: in a database of the locale C it is known
-- of plain letters only. Columns are computed by this: whoever changes it computes them anew.
create function folded(given text) returns text language sql immutable parallel safe
return case when octet_length(given) = length(given) then lower(given)
  else replace(replace(translate(
    lower(regexp_replace(normalize(given, NFD), '[\u0300-\u036f]', '', 'g')), 'øđłŧı', 'odlti'), 'æ', 'ae'), 'ß', 'ss')
  end;
--> statement-breakpoint
-- PostgreSQL 15 cannot give a column another expression. Each statement writes its table anew, once.
ALTER TABLE "members" DROP COLUMN "search_text", ADD COLUMN "search_text" text GENERATED ALWAYS AS (folded(first_name || ' ' || last_name || ' ' || organisation || ' ' || city || ' ' || coalesce(email, ''))) STORED NOT NULL;
--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "search_text", ADD COLUMN "search_text" text GENERATED ALWAYS AS (folded(name || ' ' || address)) STORED NOT NULL;
--> statement-breakpoint
ALTER TABLE "log_entries" ADD COLUMN "search_text" text GENERATED ALWAYS AS (folded(actor_name || ' ' || object_name)) STORED NOT NULL;
--> statement-breakpoint
CREATE INDEX "members_search" ON "members" USING gin ("office_id","search_text" gin_trgm_ops);
--> statement-breakpoint
-- Else nothing would be known of the new columns until they have changed a good deal. Of a new database nothing
-- is to be known yet: tables that were seen empty would be taken for small ones.
do $$ begin
  if pg_relation_size('members') > 0 then
    analyze members, messages, log_entries;
  end if;
end $$;
--> statement-breakpoint
create or replace function cards_like(patterns text[], most int) returns setof uuid
language plpgsql stable security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
declare
  every_pattern text;
begin
  select coalesce(string_agg(format('search_text like %L', public.folded(pattern)), ' and '), 'true')
  into every_pattern from unnest(patterns) as pattern;
  return query execute format('select id from public.members where office_id = $1 and %s limit $2', every_pattern)
    using public.current_office(), most;
end $$;
