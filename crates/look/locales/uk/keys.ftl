# Слова команд про ключі та комплекти.

keys-role-coordinator = координатор
keys-role-recovery = відновлення
keys-standing-in-force = діє з
keys-standing-rotated = замінено
keys-standing-retired = знищено
keys-rotated = Ключі замінено. Старі збережено: ними відкривається те, що запечатано раніше. Віднесіть нові профілі на комплекти.
keys-kept = { $n ->
    [0] ↳ можна знищити: нічого запечатаного до нього більше не надійде
    [one] ↳ зберігаємо: { $n } причина чекати на запечатане до нього
    [few] ↳ зберігаємо: { $n } причини чекати на запечатане до нього
   *[other] ↳ зберігаємо: { $n } причин чекати на запечатане до нього
}
keys-drilled = Попередня перевірка ключа відновлення: { $date }
keys-never-drilled = Ключ відновлення ще не перевіряли. Зробіть це: valiza-console keys drill ФАЙЛ
keys-drill-first = Це перша перевірка. День записано; повторіть за рік.
keys-drill-well = Ключ відновлення відкриває пробні пакунки громад: { $n }, і секрети координатора. День записано.
keys-drill-disk = Перевірка не відбулася: { $reason }
keys-drill-wrong-passphrase = Це не фраза ключа відновлення. Нічого не змінено. Перевірте розкладку й Caps Lock і спробуйте ще раз.
keys-drill-damaged = Файл ключа відновлення пошкоджено. Візьміть іншу копію або наберіть його з аркуша; якщо жодна не читається, зробіть новий ключ: valiza-console keys recovery
keys-drill-no-profile = Немає профілю, за яким запечатати пробний пакунок. Поверніть теку profiles з копії.
keys-drill-does-not-open = Ключ відновлення НЕ відкриває запечатаного для громади { $name }. Перевірте, чи це чинний ключ (valiza-console keys list); якщо так, зробіть новий негайно: valiza-console keys recovery
keys-drill-secrets-closed = Ключ відкриває пакунки, але не секрети координатора. Зробіть новий: valiza-console keys recovery
keys-added = Додано координатора: { $name }. Віднесіть нові профілі на комплекти: доти вони печатають без цього ключа.
keys-recovery-made = Новий ключ відновлення: { $name } і аркуш поруч. Надрукуйте аркуш, винесіть обидва з цього комп'ютера й видаліть тут.
keys-sheet = Аркуш: { $name }
keys-gone = Ключ { $name } знищено на цьому комп'ютері. Знищіть і його копії.
keys-gone-recovery = Ключ відновлення { $name } списано. Знищіть файл і аркуш там, де вони зберігаються.
keys-passphrase = Фраза, її показано один раз; запишіть на папері й тримайте окремо:
keys-ask-recovery = Фраза ключа відновлення:{" "}
keys-error-disk = Теку keys не вдалося прочитати чи записати: { $reason }. Перевірте диск і повторіть.
keys-error-root = Ключ, що підписує профілі, не відкрився: { $reason }
keys-error-unpublished = Профіль не оприлюднено: { $reason }
keys-error-ledger = Реєстр не каже, що надійшло: { $reason }
keys-error-too-few = У громади лишилося б менше двох ключів, тому нічого не змінено. Один ключ завжди має лежати окремо: valiza-console keys recovery
keys-error-no-holder = Скажіть, чий це ключ.
keys-error-not-one = З цього починається не один ключ. Наберіть більше літер, як показує valiza-console keys list
keys-error-in-force = Цей ключ діє, нові профілі печатають до нього. Спершу замініть його: valiza-console keys rotate
keys-error-retired = Цей ключ уже знищено.
keys-error-empty = Файл із фразою порожній; нічого не змінено.
keys-error-outstanding = Запечатане до цього ключа ще може надійти, тому його не знищено. Дочекайтеся або назвіть причину: --reason "..."
keys-outstanding-not-opened = { $n ->
    [one] - комплект { $name }: { $n } частину не відкрито
    [few] - комплект { $name }: { $n } частини не відкрито
   *[other] - комплект { $name }: { $n } частин не відкрито
}
keys-outstanding-missing = { $n ->
    [one] - комплект { $name }: { $n } частина ще не надійшла
    [few] - комплект { $name }: { $n } частини ще не надійшли
   *[other] - комплект { $name }: { $n } частин ще не надійшло
}
keys-outstanding-not-moved-on = - комплект { $name }: ще нічого не надійшло за новим профілем
keys-outstanding-lost = - комплект { $name } втрачено; запечатане може повернутися разом з ним

kits-begun = розпочато
kits-admitted = допущено
kits-lost = втрачено
kits-version = профіль { $n }
kits-seen = востаннє { $date }
kits-never-seen = ще нічого не надходило
kits-profile = Комплект { $name }: профіль { $n } чинний. Він у теці комплекту; комплект візьме його зі стика або з депо.
kits-profile-waits = Комплект { $name }: профіль { $n } чекає підписів ({ $sum }): { $of }
kits-nothing-waits = Жоден профіль не чекає підписів.
kits-waits = Профіль чекає ще підписів: { $n }. Підпишіть і повторіть: valiza-console kit sign
kits-code = Код для комплекту { $name }; продиктуйте телефоном, не записуйте в повідомленні:
kits-code-once = Кожен код діє один раз і тиждень. На комплекті: valiza enrol --code. Потім тут: valiza-console kit admit
kits-no-cards = Карток від запрошених комплектів ще немає.
kits-admitted-now = Комплект { $name } допущено, профіль { $n }
kits-admitted-before = Комплект { $name } допущено раніше, чинний профіль { $n }
kits-key-words = Слова ключа комплекту { $name }, звірте телефоном: { $of }
kits-kit-key = Ключ комплекту
kits-carry = Профіль { $n } для комплекту: valiza --profile { $name }
kits-depot-told = Депо про це знає.
kits-depot-by-hand = Депо не сказано. Зробіть це на його комп'ютері: { $name }
kits-sheet = Аркуш: { $name }
kits-telephone-code = Одноразовий код комплекту { $name }. Диктуйте лише тому, чий голос знаєте:
kits-telephone-code-once = Код діє один раз і не відкриває нічого запечатаного. Потім прийміть нову картку комплекту: вона принесе наступний код.
kits-vouched = Частині { $name } повірено; відкрийте її: valiza-console open
kits-lost-declared = Комплект { $name } оголошено втраченим { $date }. Що він принесе далі, лежатиме окремо.
kits-held-administrators = Хто на ньому працював
kits-held-seen = Востаннє щось надійшло
kits-held-word = Його власне зведення відоме за
kits-held-sealed = Запечатав заяв, за зведеннями
kits-held-opened = З них відкрито тут
kits-held-not-opened = Надійшли й не відкриті
kits-held-missing = Не надійшли (лежать на ньому запечатані)
kits-held-back = Лежать окремо і потребують слова координатора
kits-held-unknown = невідомо
kits-follows-sealed = Запечатаного на комплекті не відкриє ніхто, навіть з його фразою: ключа на ньому немає.
kits-follows-after = Про запечатане після останнього зведення тут нічого не відомо: звірте з паперовими відривними талонами та журналом адміністратора.
kits-follows-draft = Незавершене, якщо воно було, зашифроване фразою адміністратора. Хто знає фразу, його прочитає.
kits-follows-paper = Роздруки, що були у валізі, читає кожен.
kits-follows-next = Віднесіть нові профілі на решту комплектів; зателефонуйте людям, чиї заяви не надійшли.
kits-error-disk = Файл не вдалося прочитати чи записати: { $reason }
kits-error-root = Ключ, що підписує профілі, не відкрився: { $reason }
kits-error-unpublished = Профіль не оприлюднено: { $reason }
kits-error-ledger = Реєстр не відповідає: { $reason }
kits-error-taken = Комплект { $name } уже є, тому нічого не розпочато. Виберіть інший номер; щоб запросити знову, назвіть один номер без таблиці.
kits-error-unknown-community = Нічого не розпочато: { $reason }. Перевірте код у таблиці.
kits-error-no-profile = Чинного профілю ще немає, тому нічого не зроблено. Якщо він чекає підписів: valiza-console kit sign
kits-error-no-kit = Комплекту { $name } у цій теці немає. Перелік: valiza-console kit list
kits-error-not-held = Такої частини серед відкладених немає, або їх кілька: наберіть більше знаків.
kits-error-no-reason = Скажіть, чому цій частині можна вірити: --reason "..."
kits-error-depot = Депо не прийняло або не віддало повідомлення: { $reason }. Можна стиком: --stick ТЕКА
kits-error-forged = Картка комплекту { $name } зроблена не з його кодом або змінена дорогою. Комплект не допущено. Запросіть його знову: valiza-console kit enrol { $name }
kits-error-signers = Підписувачів лише { $n }, тому більше підписів вимагати не можна.
kits-error-nobody = Назвіть, хто працюватиме на комплекті: --administrator "Прізвище Ім'я По батькові"
kits-error-nobody-left = На комплекті не лишилося б нікого, тому нічого не змінено.
kits-error-no-code = Комплект { $name } не надсилав коду. Прийміть його найновішу картку: valiza-console admit kit-card.json
kits-error-code-sealed = Код комплекту { $name } запечатано ключами, яких ця тека не відкриває. Його відкриє ключ відновлення: age -d codes/kit-{ $name }.age
kits-error-code-unreadable = Код комплекту { $name } не читається з диска ({ $reason }).
kits-error-none = Такого комплекту немає або він втрачений. Перелік: valiza-console kit list
kits-error-unreadable = { $name } не читається; нічого не змінено.
kits-error-unwritable = { $name } не записується. Перевірте місце на диску й теку.
kits-table = У таблиці комплектів є помилки, тому нічого не розпочато:
kits-table-column-number = номер
kits-table-column-administrators = адміністратори
kits-table-column-communities = громади
kits-table-no-head = - рядок { $n }: немає стовпця «номер» (або number)
kits-table-empty = - у таблиці немає жодного комплекту
kits-table-number = - рядок { $n }: номер комплекту від 0 до 999
kits-table-no-administrator = - рядок { $n }: не названо адміністратора
kits-table-twice = - рядок { $n }: такий номер уже є вище
