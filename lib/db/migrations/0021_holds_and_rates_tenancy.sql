grant select, insert, update on lifts to system;
--> statement-breakpoint
grant select, insert, update on rate_warnings to auth;
--> statement-breakpoint
-- An office changes its own row, but never whether it may send.
create function check_office_hold() returns trigger language plpgsql as $$
begin
  raise exception 'an office does not decide whether it is held' using errcode = 'insufficient_privilege';
end $$;
--> statement-breakpoint
create trigger check_hold before update on offices
  for each row when (current_user = 'office' and
    (old.hold, old.hold_reason, old.held_at, old.judged_from, old.rate_warning, old.deleted_at)
      is distinct from (new.hold, new.hold_reason, new.held_at, new.judged_from, new.rate_warning, new.deleted_at))
  execute function check_office_hold();
