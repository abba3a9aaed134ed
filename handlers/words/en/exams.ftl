exam-closed = An exam is on until { $until }. Hints and answers are closed until then and open again by themselves. Staff can be asked all the same.
exam-news = An exam is on until { $until }. What may not be read during it waits for you until then.
exam-download = An exam is on until { $until }. What you were told is in the download, so it can be had again after it.
exam-my = An exam is on until { $until }. What you were told before it can be read again after it.
exam-preview = An exam is on until { $until }, so only staff will read this.
not-released = This answer opens on { $time }, when the assignment is over for everybody. Hints are open now.
news-held = { $who } has answered “{ $question }”. A full answer to this assignment opens on { $time }; you will find it here then.
news-followed-held = There is an answer to “{ $question }”, which you wanted to know too. It opens on { $time }, when the assignment is over for everybody.

card-exam = Asked during the exam “{ $name }”: what you send as a hint is read at once, a full answer after it.

exams-heading = Exam periods
exams-none = No exam period is coming.
exams-some = Exams: { $exams }.
exam-item = { $name }, { $start } to { $end }
exams-fine = During an exam, hints, similar questions and answers are closed to students; they can ask staff, and what staff write as a hint is shown. Everything opens again by itself.
exam-excepted = Not for: { $names }
exam-excepted-none = For everybody.
exam-gone = This exam period is gone.
exam-kept = { $name } is set. Nothing else is needed: answers close and open by themselves.
exam-removed = The exam period is gone, and its accommodations with it.
exam-accommodated = Saved. For { $count ->
        [one] this person
       *[other] these { $count } people
    } answers stay open during { $name }. Nobody but the course's instructors can see this.
exam-unaccommodated = Taken back. { $name } now closes answers for them too.
exam-nobody = Nobody was picked, so nothing was changed.

button-exams = Exams
button-exam-add = Add an exam
button-exam-accommodate = Accommodation
button-exam-unaccommodate = Take back
button-remove = Remove
button-releases = Release times
button-release-add = Add a release time

exam-title = Exam period
exam-name = What is it called?
exam-name-example = Midterm
exam-start = From (in the course's time zone)
exam-end = Until
exam-start-example = 23 Oct 2026 09:00
exam-empty = An exam period needs a name of up to 75 characters. Nothing was changed.
exam-time-wrong = Write a day and an hour as 23 Oct 2026 09:00. Nothing was changed.
exam-backwards = It ends before it begins. Nothing was changed.
exam-long = An exam period lasts at most 31 days, so that a slip in a date closes nothing for a term. Nothing was changed.
exam-many = At most 25 exam periods can be coming. Remove one first.
exam-accommodate-title = Accommodation
exam-accommodate-advice = Pick those for whom this exam closes nothing, such as somebody who sits it at another time. Only the course's instructors see who it is, and it is deleted after the exam.
exam-accommodate-people = For whom?
exam-unaccommodate-title = Take back
exam-unaccommodate-people = From whom?

releases-heading = Release times
releases-none = No answer is held back for an assignment.
releases-some = Held back: { $releases }.
release-item = “{ $about }”: from { $time }
releases-fine = Until then nobody is shown an answer that belongs to it, and classmates' full answers wait. Pointers, hints and worked examples stay open, and staff answer as they see fit.
release-title = Release time
release-advice = Choose a topic, or name one problem as it stands in your hints or material.
release-topic = Topic
release-problem = One problem only
release-time = Answers open
release-about-wrong = Choose a topic or name a problem, in up to 75 characters. Nothing was changed.
release-past = That time is over. Answers are open already. Nothing was changed.
release-many = At most 25 release times can be coming. Remove one first.
release-removed = The release time is gone: these answers are open.
release-gone = This release time is gone.
