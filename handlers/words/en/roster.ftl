course-roster = Many people at once, and who is in which section: a CSV file.
button-roster = Roster
button-apply = Apply
roster-title = Roster
roster-look = Look at it
roster-file = A CSV file
roster-advice = One person a line, under the columns person (their member id), role (student, ta or instructor; student if left out), and, if you like, section and name (kept as hashes only, to warn before one is posted). You see first what it holds; nothing is changed before you say so. Whoever is not listed stays as they are. A section without a number in [Class] gets that of its students here.
roster-none = No file came with the form, or it could not be read. Save the list as CSV and add it again.
roster-nothing = Nobody in this file can be taken as it stands. Nothing was changed.
roster-holds = It lists { $student ->
        [0] no students
        [one] one student
       *[other] { $student } students
    }, { $ta ->
        [0] no TAs
        [one] one TA
       *[other] { $ta } TAs
    }, { $instructor ->
        [0] no instructors
        [one] one instructor
       *[other] { $instructor } instructors
    }. Nothing is changed yet.
roster-wrong = { $count ->
        [one] One row is wrong and is
       *[other] { $count } rows are wrong and are
    } left out:
roster-row = Line { $line }: { $why }
roster-more = And { $count } more.
roster-fine = Apply takes what is right. You can also correct the file and add it again: the same person twice does no harm.
roster-no-id = This is not a member id here. Copy it from the member's profile.
roster-yourself = This is you. Another instructor can change what you are.
roster-gone = This roster was applied already, or more than a day ago. Add the file again.
roster-applied = Applied: { $student ->
        [0] no students
        [one] one student
       *[other] { $student } students
    }, { $ta ->
        [0] no TAs
        [one] one TA
       *[other] { $ta } TAs
    }, { $instructor ->
        [0] no instructors
        [one] one instructor
       *[other] { $instructor } instructors
    }.
