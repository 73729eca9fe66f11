-- Counts are kept by statement-level triggers: exact in the same transaction, whoever changes the rows.
-- Keys are taken in order, so that two transactions wait for each other rather than deadlock.
create function count_messages() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into mailing_counts as c (office_id, mailing_id, status, count)
    select n.office_id, n.mailing_id, n.status, count(*)
    from new_rows n group by 1, 2, 3 order by 2, 3
    on conflict (mailing_id, status) do update set count = c.count + excluded.count;
  elsif tg_op = 'UPDATE' then
    insert into mailing_counts as c (office_id, mailing_id, status, count)
    select d.office_id, d.mailing_id, d.status, sum(d.delta)
    from (
      select n.office_id, n.mailing_id, n.status, 1 as delta from new_rows n
      union all
      select o.office_id, o.mailing_id, o.status, -1 from old_rows o
    ) d
    group by 1, 2, 3 having sum(d.delta) <> 0 order by 2, 3
    on conflict (mailing_id, status) do update set count = c.count + excluded.count;
  else
    update mailing_counts c set count = c.count - d.gone
    from (select o.mailing_id, o.status, count(*) as gone from old_rows o group by 1, 2) d
    where c.mailing_id = d.mailing_id and c.status = d.status;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger count_inserted after insert on messages
  referencing new table as new_rows for each statement execute function count_messages();
--> statement-breakpoint
create trigger count_updated after update on messages
  referencing old table as old_rows new table as new_rows for each statement execute function count_messages();
--> statement-breakpoint
create trigger count_deleted after delete on messages
  referencing old table as old_rows for each statement execute function count_messages();
--> statement-breakpoint
create function count_members() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into member_counts as c (office_id, status, count)
    select n.office_id, coalesce(n.email_status::text, 'none'), count(*)
    from new_rows n group by 1, 2 order by 1, 2
    on conflict (office_id, status) do update set count = c.count + excluded.count;
  elsif tg_op = 'UPDATE' then
    insert into member_counts as c (office_id, status, count)
    select d.office_id, d.status, sum(d.delta)
    from (
      select n.office_id, coalesce(n.email_status::text, 'none') as status, 1 as delta from new_rows n
      union all
      select o.office_id, coalesce(o.email_status::text, 'none'), -1 from old_rows o
    ) d
    group by 1, 2 having sum(d.delta) <> 0 order by 1, 2
    on conflict (office_id, status) do update set count = c.count + excluded.count;
  else
    update member_counts c set count = c.count - d.gone
    from (
      select o.office_id, coalesce(o.email_status::text, 'none') as status, count(*) as gone
      from old_rows o group by 1, 2
    ) d
    where c.office_id = d.office_id and c.status = d.status;
  end if;
  return null;
end $$;
--> statement-breakpoint
create trigger count_inserted after insert on members
  referencing new table as new_rows for each statement execute function count_members();
--> statement-breakpoint
create trigger count_updated after update on members
  referencing old table as old_rows new table as new_rows for each statement execute function count_members();
--> statement-breakpoint
create trigger count_deleted after delete on members
  referencing old table as old_rows for each statement execute function count_members();
--> statement-breakpoint
-- The legal moves of a mailing; the same table as in lib/mailings/state.ts.
create function check_mailing_move() returns trigger language plpgsql as $$
begin
  if not (old.state, new.state) in (
    ('draft', 'scheduled'), ('draft', 'preparing'),
    ('scheduled', 'draft'), ('scheduled', 'preparing'), ('scheduled', 'cancelled'),
    ('preparing', 'sending'), ('preparing', 'cancelled'),
    ('sending', 'paused'), ('sending', 'sent'), ('sending', 'cancelled'),
    ('paused', 'sending'), ('paused', 'cancelled')
  ) then
    raise exception 'a mailing cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger check_move before update of state on mailings
  for each row when (old.state is distinct from new.state) execute function check_mailing_move();
--> statement-breakpoint
-- What makes the mail is frozen when the recipients are.
create function check_mailing_frozen() returns trigger language plpgsql as $$
begin
  if (old.subject, old.body_html, old.audience, old.template, old.sender_name, old.mail_from, old.reply_to, old.base_url,
      old.key_version, old.prepared_at)
    is distinct from
     (new.subject, new.body_html, new.audience, new.template, new.sender_name, new.mail_from, new.reply_to, new.base_url,
      new.key_version, new.prepared_at)
  then
    raise exception 'a mailing that has been sent is frozen' using errcode = 'check_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger check_frozen before update on mailings
  for each row when (old.prepared_at is not null) execute function check_mailing_frozen();
