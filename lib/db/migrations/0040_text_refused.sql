-- As before, and: a text that was let go under older rules may not compile under newer ones.
create or replace function check_mailing_move() returns trigger language plpgsql as $$
begin
  if not (old.state, new.state) in (
    ('draft', 'scheduled'), ('draft', 'preparing'),
    ('scheduled', 'draft'), ('scheduled', 'preparing'), ('scheduled', 'cancelled'),
    ('preparing', 'draft'), ('preparing', 'sending'), ('preparing', 'cancelled'),
    ('sending', 'paused'), ('sending', 'sent'), ('sending', 'cancelled'),
    ('paused', 'sending'), ('paused', 'sent'), ('paused', 'cancelled')
  ) then
    raise exception 'a mailing cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  return new;
end $$;
