# Ключі, що приходять із даних: несправності, зауваження, причини затримки.

device-scanner = Сканер
device-id_reader = Зчитувач документів
device-card_reader = Зчитувач карток
device-printer = Принтер
device-slip_printer = Принтер талонів
device-folder = Папка з файлами
device-battery = Батарея

## Несправності: що сталося

trouble-wrong-passphrase = Парольна фраза не підходить
trouble-wait-before-unlock = Забагато невдалих спроб
trouble-keys-destroyed = Ключі на цій валізі знищено
trouble-wrong-code = Код не підходить
trouble-no-code = Для цієї валізи немає одноразового коду
trouble-not-as-drawn = Введено не ті слова
trouble-not-a-colleague = Це не парольна фраза колеги
trouble-no-room-for-keys = На цій валізі вже вісім парольних фраз
trouble-keys-not-written = Ключі не вдалося записати
trouble-no-card = Немає запечатаної картки з одноразовим кодом
trouble-device-gone = { $device } не відповідає
trouble-device-busy = { $device } зайнятий іншою роботою
trouble-device-slow = { $device } надто довго не відповідає
trouble-device-denied = До пристрою «{ $device }» немає доступу
trouble-device-garbled = Відповідь пристрою «{ $device }» незрозуміла
trouble-no-paper = { $device }: немає паперу
trouble-jam = { $n ->
    [one] { $device }: застряг папір після { $n } сторінки
   *[other] { $device }: застряг папір після { $n } сторінок
}
trouble-cover-open = { $device }: відкрито кришку
trouble-no-ink = У принтері закінчилася фарба
trouble-file-unreadable = Файл не вдалося прочитати
trouble-file-too-large = Файл завеликий
trouble-reading-unclear = Рядки документа зчитано нечітко
trouble-card-service-stopped = Служба карток на цьому комп’ютері не працює
trouble-card-not-there = На зчитувачі немає картки
trouble-card-two = На зчитувачах дві ID-картки
trouble-card-another-kind = Це не ID-картка
trouble-card-needs-zone = Цю картку відкривають її рядки, а не номер
trouble-card-wrong-key = Номер не підходить до цієї картки
trouble-card-wait = Зачекайте перед наступною спробою
trouble-card-key-misshapen = Потрібен номер картки
trouble-card-removed = Картку забрали зарано
trouble-card-altered = Дані на чипі змінено
trouble-battery-low = Батарея скоро розрядиться: { $n } %
trouble-disk-full = На диску немає місця
trouble-disk-fills-soon = Місця на диску лишилося приблизно на день роботи
trouble-not-saved = Зміну ще не збережено
trouble-not-sealed = Заяву не вдалося запечатати
trouble-not-typeset = Папір не вдалося підготувати до друку
trouble-template-wrong = Власний шаблон паперу має помилку
trouble-stopped = Зупинено
trouble-record-unreadable = Чернетку попереднього дня не вдалося прочитати
trouble-no-visit-open = Немає відкритого візиту
trouble-not-sealed-yet = Заяви з цим номером не завершено
trouble-time-unclear = Це не дата й час
trouble-dispatch-unreadable = Надіслане центром не відкривається
trouble-renewal-refused = Новий профіль або каталог не прийнято
trouble-renewed = Надійшов новий профіль або каталог
trouble-profile-stale = Профіль валізи прострочено
trouble-profile-not-there = У цій теці немає профілю валізи
trouble-profile-older = Цей профіль не новіший за чинний
trouble-profile-foreign = Це профіль іншої валізи
trouble-profile-not-believed = Профіль підписано не тим ключем
trouble-stick-full = На носії немає місця

## Несправності: що робити

remedy-wrong-passphrase = { $n ->
    [one] Лишилася { $n } спроба. Перевірте розкладку клавіатури.
    [few] Лишилося { $n } спроби. Перевірте розкладку клавіатури.
   *[other] Лишилося { $n } спроб. Перевірте розкладку клавіатури.
}
remedy-wait-before-unlock = { $n ->
    [one] Зачекайте { $n } секунду й спробуйте знову.
    [few] Зачекайте { $n } секунди й спробуйте знову.
   *[other] Зачекайте { $n } секунд і спробуйте знову.
}
remedy-keys-destroyed = Запечатане надсилається далі. Чернетки поверне координатор.
remedy-wrong-code = Звірте код із карткою або попросіть координатора продиктувати його. Спроби не рахуються.
remedy-no-code = Зверніться до координатора: ця валіза починає спочатку.
remedy-not-as-drawn = Введіть слова саме так, як вони показані. Нічого ще не змінено.
remedy-not-a-colleague = { $n ->
    [one] Нехай колега введе свою фразу. Залишилася { $n } спроба.
    [few] Нехай колега введе свою фразу. Залишилося { $n } спроби.
   *[other] Нехай колега введе свою фразу. Залишилося { $n } спроб.
}
remedy-no-room-for-keys = Більше не поміститься. Нічого не змінено.
remedy-keys-not-written = Нічого не змінено. Перевірте диск і спробуйте ще раз.
remedy-no-card = Зробіть її на екрані «Ключі» (F11).
remedy-device-gone = Перевірте кабель і живлення. Прийом можна продовжувати.
remedy-device-busy = Зачекайте, доки закінчиться попередня робота.
remedy-device-slow = Перевірте, чи пристрій увімкнено, і спробуйте ще раз.
remedy-device-denied = Від’єднайте й приєднайте кабель. Якщо не допоможе, зверніться до координатора.
remedy-device-garbled = Вимкніть і ввімкніть пристрій та спробуйте ще раз.
remedy-no-paper = Покладіть папір і спробуйте ще раз.
remedy-jam = Вийміть папір. Відскановані сторінки збережено, скануйте з наступної.
remedy-cover-open = Закрийте кришку й спробуйте ще раз.
remedy-no-ink = Замініть картридж або друкуйте на іншому принтері.
remedy-file-unreadable = Потрібен файл JPEG, PNG чи PDF без пароля.
remedy-file-too-large = Поділіть файл на менші або відскануйте документ.
remedy-reading-unclear = Протріть документ і прикладіть ще раз або введіть дані вручну.
remedy-card-service-stopped = Перезапустіть валізу. Доти зчитуйте рядки або вводьте вручну. Якщо не допоможе, скажіть координаторові.
remedy-card-not-there = Покладіть картку на зчитувач і спробуйте ще раз.
remedy-card-two = Залиште тільки картку цього заявника.
remedy-card-another-kind = Покладіть ID-картку або зчитайте її рядки.
remedy-card-needs-zone = Спершу зчитайте рядки на звороті або введіть номер, дату народження і строк дії; тоді зчитайте чип, лишивши номер порожнім.
remedy-card-wrong-key = Звірте шість цифр на лицьовому боці картки.
remedy-card-wait = { $n ->
    [one] Картку можна зчитати через { $n } секунду.
    [few] Картку можна зчитати через { $n } секунди.
   *[other] Картку можна зчитати через { $n } секунд.
}
remedy-card-key-misshapen = Введіть шість цифр із лицьового боку або спершу зчитайте рядки.
remedy-card-removed = Не забирайте картку, доки її не зчитано.
remedy-card-altered = Із чипа нічого не взято. Звірте картку з людиною і скажіть координаторові.
remedy-battery-low = Завершіть відкрите або знайдіть розетку. Усе збережено; перш ніж вимкнутися, валіза замкнеться сама і надсилатиме далі.
remedy-disk-full = Завершіть відкриту заяву: для неї місце є. Нові сторінки не додавайте.
remedy-disk-fills-soon = Надішліть запечатане мережею або носієм: доставлене згодом зітреться саме. Приберіть із диска зайві файли.
remedy-not-saved = Вона лишається на екрані, збереження повторюється. Не вимикайте валізу.
remedy-not-sealed = Заява лишилася чернеткою. Спробуйте ще раз.
remedy-not-typeset = Спробуйте ще раз. Якщо не вийде, повідомте координатора; заяву збережено.
remedy-template-wrong = Папір надруковано за вбудованим шаблоном. Скажіть координаторові: шаблон треба виправити.
remedy-stopped = Те, що вже надійшло, збережено.
remedy-record-unreadable = Її лишено на місці. Повідомте координатора.
remedy-no-visit-open = Відкрийте або почніть візит до цієї людини й повторіть.
remedy-not-sealed-yet = Якщо це чернетка, виправте її саму. Анульований номер не використовують.
remedy-time-unclear = Введіть так: 2026-11-22 14:05.
remedy-dispatch-unreadable = Скажіть центру, щоб надіслав ще раз: можливо, комплект має вже нові ключі. Усе інше працює.
remedy-renewal-refused = Діють попередні. Скажіть центру: надіслане старіше, не з того ланцюжка або підписане не тим ключем.
remedy-renewed = Заблокуйте й відкрийте комплект, коли буде зручно: тоді нове почне діяти.
remedy-profile-stale = Працюйте далі. Попросіть координатора про новий профіль.
remedy-profile-not-there = Виберіть теку, яку підготував координатор: у ній є profile.json.
remedy-profile-older = Чинний профіль лишився. Попросіть у координатора останній.
remedy-profile-foreign = Чинний профіль лишився. Візьміть теку з номером цієї валізи.
remedy-profile-not-believed = Його не взято. Зателефонуйте координаторові, перш ніж брати щось із цього носія.
remedy-stick-full = Те, що вже на ньому, ціле. Візьміть інший носій або звільніть місце й повторіть.

## Зауваження до відповідей

finding-name-characters = У цьому полі незвичний знак
finding-name-keyboard-layout = Схоже, увімкнено латинську розкладку клавіатури
finding-name-capitals = Перевірте великі й малі літери
finding-date-format = Це не дата
finding-birth-date-implausible = Дата народження неправдоподібна
finding-sex-unknown = Стать не зазначено в документі
finding-document-number-format = Номер не такий, як буває в документа цього виду
finding-document-number-unusual = Номер незвичний для документа цього виду
finding-mrz-check-digit = Контрольна цифра документа не збігається
finding-document-issued-implausible = Дата видачі неправдоподібна
finding-document-issued-outside-years = Паспорти-книжечки видавали з 1994 до 2018 року
finding-document-holder-too-young = На день видачі власникові не було 14 років
finding-document-validity = ID-картка чинна 10 років, а видана до 18 років – 4 роки
finding-document-expired = Строк дії документа минув
finding-passport-photo-25 = Перевірте, чи є в паспорті фото, вклеєне у 25 років
finding-passport-photo-45 = Перевірте, чи є в паспорті фото, вклеєне у 45 років
finding-rnokpp-format = РНОКПП має десять цифр. Якщо номера немає, напишіть «відмова» або «немає»
finding-rnokpp-check-digit = Контрольна цифра РНОКПП не збігається
finding-rnokpp-birth-date-implausible = Дата народження в РНОКПП неправдоподібна
finding-rnokpp-birth-date = РНОКПП не відповідає даті народження
finding-rnokpp-sex = РНОКПП не відповідає статі
finding-unzr-format = УНЗР має вигляд РРРРММДД-ЦЦЦЦЦ і починається з дати
finding-unzr-check-digit = Контрольна цифра УНЗР не збігається
finding-unzr-birth-date-implausible = Дата народження в УНЗР неправдоподібна
finding-unzr-birth-date = УНЗР не відповідає даті народження
finding-unzr-rnokpp = УНЗР і РНОКПП мають різні дати народження
finding-edrpou-format = Код ЄДРПОУ має вісім цифр, нулі на початку теж
finding-edrpou-check-digit = Контрольна цифра коду ЄДРПОУ не збігається
finding-iban-format = Рахунок має вигляд UA і двадцять сім цифр
finding-iban-foreign = Це рахунок не українського банку
finding-iban-check-digits = Контрольні цифри рахунку не збігаються
finding-phone-format = Перевірте номер телефону
finding-email-format = Електронна адреса має вигляд ім’я@домен
finding-email-blocked-domain = На цю поштову скриньку державні сервіси не пишуть
finding-postcode-format = Поштовий індекс має п’ять цифр
finding-settlement-code-format = Код КАТОТТГ має вигляд UA і сімнадцять цифр
finding-settlement-code-oblast = Області з таким кодом КАТОТТГ немає
finding-settlement-code-level = Це код області, району чи громади, а потрібен код населеного пункту
finding-place-without-code = Не вибрано з кодифікатора (КАТОТТГ): збережено, як записано, без коду
finding-letters-folded = Схожі літери іншого алфавіту замінено
finding-latin-name-mismatch = Ім’я латиницею в документі інше: інший правопис, зміна імені чи помилка
finding-mrz-mismatch = У документі зчитано інше
finding-form-missing = Тут потрібна відповідь
finding-document-missing = Цей документ обов’язковий
finding-document-missing-more = Відскануйте його, позначте, що його лише пред’явлено, або залиште без нього, зазначивши причину.
finding-signed-sheet-missing = Підписаний аркуш ще не відскановано
finding-signed-sheet-missing-more = Відскануйте його або продовжте без скану, зазначивши причину.
finding-form-constraint = Відповідь не відповідає умові
finding-form-not-a-choice = Такої відповіді немає в переліку
finding-form-not-a-date = Це не дата
finding-form-not-a-time = Це не час
finding-form-not-a-number = Це не число
finding-form-unchecked = Умову не вдалося перевірити
finding-representative-unnamed = Не вказано, хто підписує за заявника
finding-authority-unshown = Не вказано підставу або документ представника
finding-cannot-sign = Підписати нікому: відкладіть заяву і скажіть, що пропонуєте
finding-clock-doubtful = Годинник сумнівний: підтвердьте дату й час
finding-fee-proof-missing = Немає зображення документа про оплату
finding-fee-open = Не вказано, чи сплачено
finding-fee-base-unknown-year = База цього року невідома: суму обчислено за попередній
finding-fee-base-unknown-year-more = Суму пораховано за останньою відомою базою. Уточніть її в центрі; для наступного виїзду потрібен новий каталог.
finding-personal-only = За цією послугою звертаються лише особисто
finding-email-required = Для цієї послуги потрібна електронна пошта
finding-email-required-more = Запишіть адресу або зазначте, чому її немає.

## Чому частина ще не доставлена

delivery-cut = Зв’язок обірвався. Надіслане не пропало, далі з того самого місця.
delivery-depot-fails = Сервер відповів помилкою.
delivery-depot-full = На сервері немає місця. Повідомте координатора.
delivery-no-network = Мережі тут немає. Надішлеться само, щойно вона з’явиться.
delivery-no-coverage = Зв’язку із сервером немає. Надішлеться само, щойно він з’явиться.
delivery-not-admitted = Сервер не впізнав валізу. Повідомте координатора.
delivery-portal = Мережа просить увійти. Підключіться до іншої.
delivery-untrusted = Підпис сервера не підтверджено. Повідомте координатора.
part-damaged = Частину пошкоджено. Повідомте координатора.
part-too-large = Частина завелика для сервера. Повідомте координатора.
part-unreadable = Частину не вдалося прочитати з диска. Повідомте координатора.
