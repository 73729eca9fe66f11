DROP INDEX "messages_by_status";
--> statement-breakpoint
-- A message is written when it is frozen and again when it is sent. No indexed column changes then, so
-- with room on its page for the second write it touches no index. Other updates find the room again.
alter table messages set (fillfactor = 50);
--> statement-breakpoint
-- The second write of an attempt is twice as long as the first: 60 per cent had room for a third of them.
alter table attempts set (fillfactor = 33);
