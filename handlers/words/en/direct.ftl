direct-advice = Who helps with it reads this, and you stay under your alias.
direct-question = About which question?
direct-in-course = { $course }: { $title }
direct-no-open = None of your questions is open just now, so there is nothing to follow up.
