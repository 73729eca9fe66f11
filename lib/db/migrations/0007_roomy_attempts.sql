-- An attempt is written before its call and again after the answer. Room on its page keeps the second
-- write on the same page, so that it touches no index.
alter table attempts set (fillfactor = 60);
