course-staff-named = Staff: everybody in the staff room. Named: { $instructors ->
        [one] one instructor
       *[other] { $instructors } instructors
    }{ $tas ->
        [0] {""}
        [one] , one TA
       *[other] , { $tas } TAs
    }.
course-staff-groups = { $groups ->
        [one] The members of one group or role are staff too.
       *[other] The members of { $groups } groups or roles are staff too.
    }
button-set-staff = Staff
set-staff-title = Staff
set-staff-advice = Everybody in the staff room is a TA already. Name here who else is staff, and who the instructors are: only they change the course.
set-staff-people = People
set-staff-group = A group or role whose members are staff
set-staff-role = They are
set-staff-role-ta = TAs
set-staff-role-instructor = Instructors
set-staff-role-none = Not named any more
set-staff-nobody = The form came with nobody in it. Nothing was changed.
set-staff-last = A course keeps at least one instructor who is named in person, so that somebody can always change it. Name another one first. Nothing was changed.
