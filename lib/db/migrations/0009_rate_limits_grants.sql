grant select, insert, update, delete on rate_limits to system;
