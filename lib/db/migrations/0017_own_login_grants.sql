grant select, insert, update, delete on second_factors, recovery_codes, email_changes to auth;
