course-title = New course
course-submit = Make the course
course-staff = Who is staff? Their room
course-contacts = Whom to contact in distress
course-contacts-placeholder = Emergency number, campus help line, hours
course-name = Course name
course-name-default = Our course
course-no-place = Pick a room you are in yourself, one that only staff can read.
course-same-place = The staff room has to be another room than this one, since the class reads here.
course-place-taken = One of these rooms belongs to a course already. Type /askwell course in it to see which.
course-no-contacts = A course starts only when students in distress know whom to turn to. Name at least one contact.
course-here-only = Type /askwell course in your class's channel.
course-made = { $name } is ready. Students ask with the card in this room; questions reach staff in the staff room. Everyone in the staff room is staff. Everything else has a default, and is under /askwell course.
course-staff-welcome = { $name } is ready. Questions appear here as cards. Claim one before you answer it, so that nobody does the same work twice.
course-shown = { $name }
course-shown-contacts = In distress: { $contacts }
course-operator-teaches = Whoever operates Askwell also teaches here, so no question is promised to be hidden from staff.
course-no-term = The first and last day of the term are not set yet.
course-term = Term: { $start } to { $end }.
course-zone = Time zone: { $zone }.
course-no-size = How many are enrolled is not set yet.
course-size = Enrolled: { $enrolment }.
course-no-sections = No sections.
course-sections = Sections: { $sections }.
course-seals = Full answers stay sealed until their asker opens them.
course-open-answers = Full answers are shown at once.
course-gate = The worked example waits for one line about an attempt, or { $minutes } minutes.
course-no-gate = The worked example waits for one line about an attempt.
course-delay = A hidden question reaches the class within { $minutes ->
        [one] a minute
       *[other] { $minutes } minutes
    }, at a time drawn by chance.
course-no-delay = A hidden question reaches the class at once.
course-aim = A first reply by a person is aimed at within { $hours ->
        [one] an hour
       *[other] { $hours } hours
    } on duty.
course-steps = For the class as a whole it is measured how often a hint is left before it can have been read.
course-fine-changes = Everything has a default: change what you like, when you like. Only you can see this page.
course-fine-archived = Only you can see this page.
course-fine-staff = The course's instructors can change this. Only you can see this page.

button-set-about = Name and contacts
button-set-term = Term
button-set-class = Class
button-set-asking = Asking

set-submit = Save
set-about-title = Name and contacts
set-operator-advice = If whoever operates Askwell also teaches this course, say so. Students are then not promised that staff cannot find out who asked, because it would not be true.
set-operator = Does the operator teach here?
set-operator-yes = Yes
set-operator-no = No
set-about-wrong = A name of up to 75 characters and contacts of up to 1000, please. Nothing was changed.

set-term-title = Term
set-term-advice = Weekly surveys, the deletion of old questions and all times on cards follow these.
set-term-start = First day
set-term-end = Last day
set-day-example = 5 Oct 2026
set-zone = Time zone
set-zone-example = Europe/Rome, or just the city
set-zone-wrong = That time zone is not known. Write it as Europe/Rome, or name a large city in it. Nothing was changed.
set-day-wrong = Write a day as 5 Oct 2026 or 2026-10-05. Nothing was changed.
set-term-half = A term needs both its first and its last day. Nothing was changed.
set-term-backwards = The last day comes before the first. Nothing was changed.
set-term-begun = The term has begun, so its first day stays: the survey weeks are counted from it. You can still move its end. Nothing was changed.

set-class-title = Class
set-class-advice = Both are fixed when the term begins: what is published about the class is computed from them, and changing them could give somebody away.
set-enrolment = How many students are enrolled?
set-sections = Sections, one a line (or none)
set-sections-example = Monday group: 30
set-enrolment-wrong = Write the number of students as a whole number, such as 120. Nothing was changed.
set-sections-wrong = At most 25 sections, with names of up to 75 characters. Nothing was changed.
set-class-begun = The term has begun, so the size of the class and its sections stay as they are: what is published about the class is computed from them. Nothing was changed.

set-asking-title = Asking
set-seals = Are full answers sealed until opened?
set-seals-yes = Yes: try first, open any time
set-seals-no = No: shown at once
set-gate-advice = Before the worked example a student is asked for one line about an attempt. With a waiting time, patience opens it too; 0 means no waiting time. Asking people is always open.
set-gate = Waiting time in minutes
set-delay = Longest delay of a hidden card, in minutes
button-set-reply = First reply
set-reply-title = First reply
set-reply-advice = Within how many hours on duty do you aim at a first answer by a person? Questions that wait longer are told of, the digest counts by it, and students read it beside their question until it is known how long answers take here. Empty: four hours, and students read nothing of it.
set-reply-hours = Hours on duty
set-reply-example = 4
set-reply-kept = Saved: a first answer is aimed at within { $hours ->
        [one] an hour
       *[other] { $hours } hours
    } on duty, for what is posted from now on.
set-reply-wrong = A whole number from 1 to 40, please, or nothing. Nothing was changed.
set-steps = Measure how often hints are clicked through?
set-steps-yes = Yes: the digest says it of the class
set-steps-no = No
set-asking-wrong = A waiting time of up to 1440 minutes and a delay of up to 5, as whole numbers, please. Nothing was changed.
