notice-claim = A question you hold has been quiet for a while. If you are on it, say so; if not, somebody else can go on.
notice-handed = A colleague has handed a question over to you.
notice-late = A question in your course has waited longer than it should. Even a few words help.
notice-unopened = An answer is waiting for you. Open it any time you like.
button-in-hand = What I hold
in-hand-heading = What you hold
in-hand-none = You hold nothing now.
card-lapsed = Back in the line at its old place, free for whoever has a moment. { $who } asks:
card-late-others = Waiting since { $time }, longer than this course aims for. Who can look? { $who } asks:
card-late-instructors = For the course's instructors: still waiting since { $time }. Even a few words help. { $who } asks:
card-woke = Snoozed until now, and back in the line at its old place. { $who } asks:
card-gone-on = This has moved on: a newer message shows how it stands now.
card-snoozed = Snoozed until { $time }.
card-merged = Answered together with the question of { $who }.
card-parted = By itself again, at its own old place in the line. { $who } asks:
card-with = { $count ->
    [one] One more question is answered together with this one.
   *[other] { $count } more questions are answered together with this one.
}
card-note = Note: { $text }
button-ticket-more = More
button-stir = I'm on it
button-wake = Wake
button-part = Not the same after all
button-snooze = Snooze
button-hand-over = Hand over
button-hand-over-all = Hand all over
button-release-all = Release all
button-merge = Same question as…
button-note = Note
note-by = { $who } noted:
note-title = Note for colleagues
note-advice = For the course's staff. Write it so that everybody may read it: it is among what the person who asked can download of their question.
note-text = Your note
note-submit = Save
note-empty = The form came without a note. Press Note again to write it.
noted = Noted.
stirred = Good: it stays with you, and its time begins anew.
step-held = { $who } has this one now, so it is theirs to decide.
step-late = This has changed meanwhile. The card shows how it stands now.
snooze-title = Snooze
snooze-advice = It sleeps until then and is back at its old place, for everybody. The person who asked waits meanwhile, so a line by Ask back is kind.
snooze-until = Until when?
snooze-hour = In an hour
snooze-four-hours = In four hours
snooze-tomorrow = Tomorrow morning
snooze-monday = Monday morning
snooze-submit = Snooze
snoozed = Snoozed until { $time }.
hand-over-title = Hand over
hand-over-advice = They hold it from now on and are told. They can release it as always.
hand-over-all-advice = Everything you hold goes to them, and they are told once. They can release it as always.
hand-over-who = To whom?
hand-over-note = A note for them
hand-over-submit = Hand over
hand-over-nobody = Please pick a colleague who is staff of this course. Nothing was handed over.
handed-over = Handed over. They are told.
handed-over-all = { $count ->
    [one] One question is handed over.
   *[other] { $count } questions are handed over.
} They are told.
released-all = { $count ->
    [one] One question is back in the line at its old place.
   *[other] { $count } questions are back in the line at their old places.
}
merge-title = Same question
merge-advice = One answer will reach both. Each keeps its own alias, and neither learns of the other.
merge-lead = The same as which?
merge-submit = Answer together
merge-none = There is no other question that it could be answered with.
merge-late = That one has changed meanwhile. Press the button again for those that are there now.
merged = From now on it is answered together with the question of { $alias }.
parted = By itself again, at its own old place.
answer-advice-with = { $count ->
    [one] It goes to one more person who asked the same.
   *[other] It goes to { $count } more people who asked the same.
} Please repeat nothing that only one of them wrote.
