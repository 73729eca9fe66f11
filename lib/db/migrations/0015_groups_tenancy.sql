-- Groups decide who enters an office: changed as auth, like memberships.
do $$
declare group_table text;
begin
  foreach group_table in array array['groups', 'group_offices', 'group_administrators'] loop
    execute format('alter table %I enable row level security', group_table);
    execute format('alter table %I force row level security', group_table);
    execute format(
      'create policy office_rows on %I for all to office using (office_id = (select current_office())) with check (office_id = (select current_office()))',
      group_table);
    execute format('create policy auth_rows on %I for all to auth using (true) with check (true)', group_table);
    execute format('grant select on %I to office', group_table);
    execute format('grant select, insert, update, delete on %I to auth', group_table);
  end loop;
end $$;
