# Екрани валізи.

## Рамка

saved = Збережено
saving = Зберігаю…
clock-doubtful = Перевірте годинник
outbox-left = Чекає на надсилання { $size }
switch-language = Перейти на англійську
switch-size = Змінити розмір шрифту
switch-theme = Змінити кольори екрана
put-away = Зрозуміло
stop = Зупинити
cancel = Скасувати
go-back = Назад
required = обов’язково
optional = за потреби
by-blank = Натисніть пробіл або торкніться. Клавіша Enter тут не діє.

key-help = Довідка
key-today = Сьогодні
key-scan = Сканувати
key-print = Друк
key-outbox = Надсилання
key-devices = Пристрої
key-journal = Журнал
key-keys = Ключі
key-lock = Замкнути

help = Клавіші
help-away = Закрити довідку
help-look = Мову, розмір шрифту й кольори можна змінити будь-коли: кнопки — праворуч угорі.
help-enter-key = Enter
help-enter = Далі: до наступної обов’язкової відповіді, а потім до наступного кроку
help-escape-key = Esc
help-escape = Назад. Введене не втрачається
help-tab-key = Tab
help-tab = До наступного поля; Shift + Tab — до попереднього
help-space-key = Пробіл
help-space = Вибрати або натиснути кнопку, зокрема згоду й запечатування
help-f2-key = F2
help-f2 = Візити сьогодні
help-f5-key = F5
help-f5 = Сканувати до вибраного документа
help-f6-key = F6
help-f6 = Надрукувати заяву, а після запечатування — опис і талон
help-f8-key = F8
help-f8 = Надсилання: що чекає, що доставлено
help-f9-key = F9
help-f9 = Пристрої та пробна сторінка
help-f10-key = F10
help-f10 = Журнал номерів
help-f11-key = F11
help-f11 = Парольні фрази, запечатана картка, передати візит колезі
help-f12-key = F12
help-f12 = Замкнути валізу. Чернетки зберігаються
help-panic-key = Ctrl + Shift + Backspace
help-panic = Тримати секунду: знищити всі ключі на валізі. Чернетки поверне координатор

work-scanning = { $n ->
    [0] Сканую…
    [one] Сканую: { $n } сторінка
    [few] Сканую: { $n } сторінки
   *[other] Сканую: { $n } сторінок
}
work-importing = { $n ->
    [0] Додаю файли…
    [one] Додаю файли: { $n } сторінка
    [few] Додаю файли: { $n } сторінки
   *[other] Додаю файли: { $n } сторінок
}
work-sealing = Запечатую заяву…

## Замкнена валіза

unlock-office = Мобільний офіс надання адміністративних послуг
unlock-passphrase = Парольна фраза
unlock-open = Відкрити
unlock-trying = Перевіряю парольну фразу…
secret-show = Показати
secret-hide = Сховати
secret-words = { $n ->
    [one] { $n } слово
    [few] { $n } слова
   *[other] { $n } слів
}
secret-strangers = Немає у списку слів: { $name }
secret-strangers-more = Перевірте ці слова. Спробу ще не витрачено. Якщо фраза справді з інших слів, її можна спробувати так, як є.
secret-try-anyway = Спробувати як є
renewal-begin = Забули фразу? Нове сховище за одноразовим кодом
renewal = Нове сховище
renewal-more = Запишіть нову парольну фразу. Незавершене з цієї валізи поверне координатор; запечатане надсилається далі.
renewal-code = Код із запечатаної картки або від координатора телефоном
renewal-make = Зробити нове сховище
renewal-trying = Роблю нове сховище…
drawn-back = Введіть записані слова
drawn-set = Записано, застосувати
drawn-leave = Відмовитися
drawn-setting = Записую ключі…
idle-warning = { $n ->
    [one] За { $n } секунду валіза замкнеться
    [few] За { $n } секунди валіза замкнеться
   *[other] За { $n } секунд валіза замкнеться
}
idle-more = Торкніться екрана або натисніть будь-яку клавішу. Більше нічого не станеться.
panic-hold = Тримайте ще: усі ключі на валізі буде знищено
panic-more = Відпустіть, якщо це помилка.

## Ключі

keys = Ключі валізи
keys-more = Слова вибирає валіза. Запишіть їх і тримайте окремо від неї.
key-wish-draw = Вибрати слова
key-wish-passphrase = Інша парольна фраза
key-wish-passphrase-more = Замість вашої. Стара більше не відкриє валізу.
key-wish-passphrase-write = Запишіть нову парольну фразу і введіть її. До того діє стара.
key-wish-colleague = Ще один адміністратор
key-wish-colleague-more = Зі своїм сховищем: ваших чернеток не бачить, а ви не бачите його. Нову картку валізи передайте координатору.
key-wish-colleague-write = Нехай колега запише свою парольну фразу і введе її.
key-wish-card = Запечатана картка
key-wish-card-more = Одноразовий код на випадок забутої фрази або знищених ключів. Попередня картка більше не діє.
key-wish-card-write = Запишіть код на картку і введіть його. Картку запечатайте й зберігайте окремо від валізи.
key-wish-duress = Фраза на випадок примусу
key-wish-duress-more = Якщо її ввести, валіза відкриється порожньою, а всі інші ключі зникнуть. На екрані цього не видно.
key-wish-duress-write = Запам’ятайте цю фразу і введіть її. Записаною її зберігати не слід.
pass-on = Передати візит колезі
pass-on-more = Відкритий візит з усіма чернетками стане колежиним. Ви його більше не побачите.
pass-on-passphrase = Парольна фраза колеги
pass-on-do = Передати

## Сьогодні

today = Сьогодні
visits = Візити на цій валізі
visits-none = Інших візитів немає.
visit-new = Новий візит
visit-community = Громада
visit-basis = Підстава візиту
visit-print = Папери для заявника
visit-large-print = Великим шрифтом
visit-begin = Почати візит
visit-no-community = У профілі валізи немає жодної громади. Зверніться до координатора.

clock-question = Чи правильні дата й час?
clock-why = Годинник скинувся або перескочив. Прийом це не спиняє, але дата й час стоятимуть у заявах.
clock-said = Якщо ні, введіть правильні
clock-said-help = День, місяць, рік і час: 22.11.2026 14:05
clock-right = Так, правильні
clock-set = Прийняти введене

hand-over = { $n ->
    [one] { $n } заяву ще не передано
    [few] { $n } заяви ще не передано
   *[other] { $n } заяв ще не передано
}
hand-over-why = Строк передання спливає або минув.
hand-over-late = строк минув { $name }
hand-over-today = строк сьогодні, { $name }
hand-over-tomorrow = строк { $name }
hand-over-others = { $n ->
    [one] та ще { $n } номер: клавіша F8
    [few] та ще { $n } номери: клавіша F8
   *[other] та ще { $n } номерів: клавіша F8
}
hand-over-hill = Під’їдьте туди, де є зв’язок: надішлеться само.
hand-over-stick = Скопіюйте запечатане на носій і передайте до центру.
hand-over-office = Привезіть валізу до центру.

call-offer = Записати виклик…
call-note = Записати виклик
call-channel = Як надійшов виклик
call-wanted = Які послуги потрібні
call-more = Далі запишіть, хто викликав, куди їхати та що варто знати.
channel-telephone = Телефоном
channel-in_person = Особисто в центрі
channel-messenger = Месенджером
channel-social_worker = Через соціального працівника
channel-elder = Через старосту

visits-ahead = Попереду
route-by-village = Упорядкувати за селами
trip-sheet = Надрукувати маршрутний аркуш
visit-named = { $name }: { $who }
visit-called-by = Хто викликав: { $name }
visit-wants = Потрібно: { $name }
visit-place = { $n }-й у маршруті
visit-state-requested = Виклик записано
visit-state-screened = Виїзд погоджено
visit-state-rejected = Виїзд відхилено
visit-state-planned = Заплановано
visit-state-en_route = У дорозі
visit-state-begun = Триває
visit-state-done = Завершено
visit-state-nobody_home = Нікого немає вдома
visit-state-suspended_alarm = Повітряна тривога
visit-state-unwell = Заявник погано почувається
visit-state-refused = Заявник відмовився
visit-state-postponed = Перенесено
visit-fit = Виїзд потрібен
visit-fit-after-all = Усе ж погодити виїзд
visit-plan = Додати до маршруту
visit-plan-again = Запланувати знову
visit-earlier = Раніше
visit-later = Пізніше
visit-depart = Виїхати
visit-arrive = На місці
visit-reject = Відхилити…
visit-reject-reason = Чому виїзд не потрібен
visit-reject-now = Відхилити виїзд
visit-break-off = Перервати візит…
visit-end = Чому візит перервано
visit-end-reason = Подробиці, за потреби
visit-break-off-now = Перервати візит
visit-end-told = Координаторові піде запечатане повідомлення.
visit-unnamed = Заявника ще не записано
visit-open-now = Цей візит відкрито.
visit-resume = Продовжити візит
visit-close = Закрити візит
visit-open-it = Відкрити
visit-go-on-with = Відкрити візит: { $who }
visit-open = { $n ->
    [one] { $n } заява в роботі
    [few] { $n } заяви в роботі
   *[other] { $n } заяв у роботі
}
visit-sealed = { $n ->
    [one] { $n } заяву запечатано
    [few] { $n } заяви запечатано
   *[other] { $n } заяв запечатано
}
visit-postponed = { $n ->
    [one] { $n } заяву відкладено
    [few] { $n } заяви відкладено
   *[other] { $n } заяв відкладено
}

basis-route_day = Виїзний прийом у селі
basis-age80 = Вік від 80 років
basis-immobile = Не може пересуватися
basis-inpatient = У лікарні чи будинку догляду
basis-displaced = Місце тимчасового перебування

## Візит

visit = Візит
services = Послуги
services-none = У каталозі валізи немає послуг. Зверніться до координатора.
service-add = Додати послугу: { $name }
service-filter = Знайти послугу
service-more = Ще одна послуга
service-not-found = Такої послуги в каталозі валізи немає.
void-number = Номер { $name } анульовано
visit-roles = Хто звернувся, чия справа, хто підписує
visit-applicant = Заявник
visit-to-applicant = Дані заявника
visit-result = Як отримати результат
result-at_home = Привезти додому
result-in_person = У центрі
result-post = Поштою
result-electronic = В електронній формі
visit-notice = Як повідомити про результат
notice-telephone = Телефоном
notice-post = Поштою
notice-next_visit = Під час наступного візиту
notice-sms = Повідомленням на телефон
notice-email = Електронною поштою
visit-signer = Хто підписує заяву
signer-applicant = Заявник
signer-representative = Представник
signer-cannot_sign = Ніхто: заявник не може підписати
cannot-sign = Заявник не може підписати
cannot-sign-more = За нього не підписує ніхто. Відкладіть заяву й запишіть, що пропонуєте.
visit-representative = Прізвище, власне ім’я та по батькові представника
visit-representative_document = Документ, що посвідчує особу представника
visit-authority = На якій підставі підписує представник
authority-power_of_attorney = Довіреність
authority-parent = Один із батьків
authority-guardian = Опікун або піклувальник
authority-home_head = Керівник закладу
authority-other = Інша підстава
visit-authority_document = Документ, що підтверджує повноваження
visit-caller = Хто викликав
visit-caller-help = Якщо викликав сам заявник, залиште порожнім.
visit-caller_name = Прізвище та ім’я
visit-caller_relation = Ким є заявникові
visit-caller_phone = Телефон
visit-notes = Примітки для наступного візиту

stage-filling = Заповнюється
stage-reviewed = Згоду надано
stage-signed = Підписано
stage-sealing = Запечатується
stage-sealed = Запечатано
stage-refused = Відмовлено
stage-postponed = Відкладено

matter-supplement = Доповнення
matter-withdrawal = Відкликання
matter-handing_over = Видача результату
matter-of = Стосується заяви
matter-words-supplement = Що виправлено і чому
matter-words-withdrawal = Причина
matter-words-handing_over = Що видано
matter-more-supplement = Зазначте лише те, що змінюється. Заявник підписує доповнення.
matter-more-withdrawal = Заявник підписує відкликання своєї заяви.
matter-more-handing_over = Заявник підписує, що отримав результат.

step-visit = Візит
step-identity = Заявник
step-form = Анкета
step-documents = Документи
step-review = Перевірка й підпис
step-finish = Завершення

lacking-service = Оберіть послугу
lacking-answers = { $n ->
    [one] Бракує { $n } відповіді
   *[other] Бракує { $n } відповідей
}
lacking-papers = { $n ->
    [one] Бракує { $n } документа
   *[other] Бракує { $n } документів
}
lacking-consent = Потрібна згода заявника
lacking-print = Надрукуйте заяву
lacking-signed-sheet = Відскануйте підписану заяву
lacking-to-finding = Є зауваження без рішення
lacking-confirm = Потрібне підтвердження заявника
lacking-ending-resume = Заяву відкладено

## Заявник

identity = Заявник
identity-name = Особа
identity-document = Документ
identity-address = Зв’язок та адреса
identity-read = Дані зчитано з документа
identity-read-more = Контрольні цифри правильні. Звірте написання українською.
identity-reader = Прикладіть документ до зчитувача
identity-reader-more = Або введіть дані вручну з документа.
identity-typed = Введіть дані з документа
identity-typed-more = Зчитувача немає, тож дані звіряйте уважно.
check = Перевірка особи
check-more = Запис про перевірку зберігається окремо. Копія документа для нього не потрібна.
check-how = Як перевірено особу заявника
check-result = Результат
check-result-representative = Особа представника
looked-mrz_read = Документ зчитано
identity-chip = Дані зчитано з чипа картки
identity-chip-more = Звірте обличчя і написання українською.
looked-chip_read = Чип зчитано
chip-can = Номер на лицьовому боці картки
chip-can-help = Шість цифр. Якщо рядки вже зчитано, лишіть порожнім.
chip-read = Зчитати чип
chip-signed = Дані такі, якими їх підписав орган, що видав картку
chip-no_authorities = Дані не змінено; валіза не знає жодного органу, тож чий це підпис, не з’ясовано
chip-unknown_authority = Дані не змінено; жоден відомий валізі орган не ручається за цей підпис
chip-outside_its_dates = Дані не змінено; за годинником валізи сертифікат не діє
chip-not_for_signing = Дані не змінено; сертифікат призначено для іншого
chip-revoked = Дані не змінено; орган відкликав сертифікат підписувача
chip-unsigned = Картка не дала підпису: нічого не доведено
chip-itself-genuine = Чип довів, що він не копія.
chip-itself-not_offered = Чи не копія цей чип, картка не каже.
chip-itself-failed = Чип не довів, що він справжній: це може бути копія.
looked-typed = Документ оглянуто
looked-none = Документа немає
came-agrees = Збігається
came-differs = Є розбіжності
came-unclear = Не встановлено
from-document = з документа
person-surname = Прізвище
person-given_name = Власне ім’я
person-patronymic = По батькові
person-birth_date = Дата народження
person-sex = Стать
sex-F = Жіноча
sex-M = Чоловіча
person-document_kind = Вид документа
person-document_number = Серія та номер
person-document_issuer = Ким видано
person-document_issued = Дата видачі
person-document_expires = Дійсний до
person-rnokpp = РНОКПП
person-unzr = УНЗР
person-phone = Телефон
person-email = Електронна пошта
person-settlement = Населений пункт
place-help = Почніть друкувати назву; якщо таких кілька, додайте громаду чи район.
place-code = КАТОТТГ { $name }, кодифікатор станом на { $date }
place-pick = Вибрати { $name }
place-formerly = раніше { $name }
place-more = Є ще. Додрукуйте громаду чи район.
place-none = У кодифікаторі такого немає. Записане залишиться, як є.
person-street = Вулиця, будинок, квартира
document-id_card = ID-картка
document-passport_book = Паспорт-книжечка
document-foreign_passport = Закордонний паспорт
document-birth_certificate = Свідоцтво про народження
document-residence_permit = Посвідка на проживання
document-idp_certificate = Довідка внутрішньо переміщеної особи
document-other = Інший документ

## Анкета

form-step = Крок { $n } з { $of }
form-empty = У цій послузі немає запитань.
date-form = день, місяць, рік: 12.03.1987
time-form = години й хвилини: 14:05
moment-form = день і час: 12.03.1987 14:05
barcode-form = Зчитайте зчитувачем або наберіть
form-tick = Так
form-signed = Підписано на папері
filled-in = заповнено автоматично
rows-none = Записів немає.
row-add = Додати запис
row-add-name = Додати запис: { $name }
row-remove = Вилучити
row-remove-name = Вилучити: { $name }
reviewed-already = Заявник уже дав згоду
reviewed-already-more = Щоб щось змінити, поверніть заяву на заповнення. Згоду доведеться дати знову.
reopen = Повернути на заповнення

finding-remedy = Виправте або залиште як є, зазначивши причину.
finding-keep = Залишити як є…
finding-keep-now = Залишити
finding-reason = Причина
finding-kept = Залишено. Причина: { $reason }
finding-take-back = Скасувати
finding-unknown = Правило не виконано. Перевірте відповідь.

## Документи

documents = Документи
documents-none = Для цієї послуги документи не потрібні.
documents-weight = { $n ->
    [one] { $n } сторінка, { $size }
    [few] { $n } сторінки, { $size }
   *[other] { $n } сторінок, { $size }
}
pages-weight = { $n ->
    [one] { $n } сторінка, { $size }
    [few] { $n } сторінки, { $size }
   *[other] { $n } сторінок, { $size }
}
paper-form = Що подано
paper-form-original = Оригінал
paper-form-copy = Копія
paper-form-seen = Лише пред’явлено
paper-sheets = Аркушів
document-of-row = { $name }, запис { $n }
document-alternatives = Підійде будь-який із цих документів:
fee-proof = Документ про оплату
fee = Плата за послугу
fee-how = Чи сплачено
fee-due = { $sum } грн станом на { $date }
fee-base = Від { $sum } грн, база на { $date }
fee-unverified = Базу не звірено з першоджерелом.
fee-is-shown = Сплачено, є документ
fee-is-to_be_paid = Буде сплачено
fee-is-free = Звільнено від плати
fee-by = Сплатити до
fee-print = Надрукувати реквізити з QR-кодом
scan = Сканувати
scan-more = Сканувати ще
import = Додати файл
import-path = Файл із носія
import-path-help = Введіть шлях до файлу JPEG, PNG чи PDF або перетягніть файли у вікно.
pages-none = Сторінок ще немає.
page-number = Сторінка { $n }
page-blank = Схоже, порожня
page-twice = Схоже, двічі
page-turn = повернути праворуч
page-earlier = пересунути вперед
page-later = пересунути назад
page-remove = вилучити
page-restore = Повернути вилучену сторінку

## Перевірка

review = Перевірка із заявником
applicant = Заявник
address = Адреса
review-findings = { $n ->
    [one] { $n } зауваження без рішення
    [few] { $n } зауваження без рішення
   *[other] { $n } зауважень без рішення
}
review-findings-more = Виправте або залиште як є, зазначивши причину.
review-findings-first = До першого зауваження
consent = Згода
consent-give = Заявник згоден
consent-given = Згоду надано
confirm = Підтвердження
confirm-give = Заявник підтверджує
confirm-given = Підтверджено
print-application = Заява на підпис
print-supplement = Доповнення на підпис
print-withdrawal = Відкликання на підпис
print-handing_over = Розписка на підпис
print = Надрукувати
print-again = Надрукувати ще раз
print-named = { $name }: { $who }
print-consent = Згода окремим аркушем
number = Номер заяви
paper-none = Ще не друкували
paper-printing = Друкується…
paper-printed = Надруковано
signed-application = Підписана заява
signed-supplement = Підписане доповнення
signed-withdrawal = Підписане відкликання
signed-handing_over = Підписана розписка
signed-sheet-later = Після друку дайте аркуш на підпис і відскануйте його.
signed-sheet-help = Покладіть підписаний аркуш у сканер.
signed-sheet-scanned = Відскановано
ending = Якщо заяву зараз не подають
ending-refuse = Відмовити у прийнятті
ending-postpone = Відкласти
ending-give_up = Припинити оформлення
refuse = Відмовляє людина, а не програма
refuse-more = Документи лишаються в заявника, відмову буде запечатано для центру.
refuse-ground = Підстава відмови
refuse-other = Інша підстава, зазначена словами
refuse-no-grounds = Картка послуги не називає підстав для відмови в прийнятті. Назвіть підставу своїми словами.
refuse-words = Що сказано заявникові
refused = Відмовлено у прийнятті
refused-print = Надрукувати відмову
refused-back = Скасувати відмову
refused-more = Далі відмову буде запечатано для центру.
postpone-ground = Чому відкладаєте
postpone-proposal = Що пропонуєте заявникові
postponed = Відкладено { $date }. { $reason }
postponed-cannot_sign = Нікому підписати
postponed-paper_missing = Бракує документа
postponed-unwell = Заявник погано почувається
postponed-alarm = Повітряна тривога
postponed-other = Інша причина
postponed-resume = Повернутися до заяви
give-up = Чернетку буде видалено
give-up-number = Номер { $name } буде анульовано й більше не використано
give-up-more = Введене й відскановане видаляється, повернути його не можна.

## Завершення

finish = Завершення
finish-too-early = Заяву ще не підписано
finish-too-early-more = Спершу перевірте її із заявником, надрукуйте й відскануйте підписаний аркуш.
finish-ready = Усе готово
finish-ready-sealed = Заяву й документи буде запечатано для центру.
finish-ready-printed = Надрукуємо опис у двох примірниках і талон.
finish-ready-closed = Після цього відкрити заяву на валізі не можна.
finish-refused-sealed = Відмову буде запечатано для центру.
finish-paper-sealed = Підписаний аркуш буде запечатано для центру.
finish-slip-printed = Надрукуємо талон.
feedback = Два запитання заявникові
feedback-more = За бажанням. Відповіді запечатуються разом із заявою.
feedback-clear = Усе було зрозуміло?
feedback-content = Чи задоволені Ви обслуговуванням?
opinion-yes = Так
opinion-no = Ні
opinion-none = Без відповіді
finish-weight = Обсяг: { $size }
finish-seal = Запечатати
finish-sealing = Запечатую заяву…
finish-sealing-more = Не вимикайте валізу. Це триває кілька секунд.
finish-sealed = Запечатано
finish-sealed-more = Заява чекає на надсилання. Прочитати її на валізі вже не можна.
finish-next = Далі
papers = Папери для заявника
papers-inventory = Опис, два примірники
papers-slip = Талон із номером
papers-route-sheet = Лист про проходження справи
papers-hand-over = Віддайте заявникові талон і один примірник опису
papers-hand-over-more = Другий примірник опису підписує заявник, він лишається в нас.
papers-slip-over = Віддайте заявникові талон
papers-in-hand = Папери віддано
papers-handed = Папери в заявника

## Надсилання

outbox = Надсилання
outbox-empty = Усе доставлено
outbox-total = { $n ->
    [one] Чекає { $n } частина, { $size }
    [few] Чекають { $n } частини, { $size }
   *[other] Чекає { $n } частин, { $size }
}
outbox-more = Запечатане надсилається само, щойно з’явиться зв’язок, навіть коли валізу замкнено.
outbox-try = Спробувати зараз
stick-path = Папка носія
stick-path-help = Наприклад /media/valiza/KINGSTON. На носії лежить лише зашифроване; з нього видно тільки розмір.
stick-use = Обмінятися з носієм
stick-used = Прийнято від центру: { $read }. На носії копій того, що чекає: { $copied }.
coverage-unknown = Зв’язок ще не перевіряли
coverage-none = Зв’язку немає
coverage-portal = Мережа просить увійти
coverage-good = Зв’язок є
part-summary = Заява
part-pages = Документи
part-one-copy = одна копія
part-two-copies = дві копії
coverage-minutes = { $n ->
    [one] Потрібно ще близько { $n } хвилини зв’язку
   *[other] Потрібно ще близько { $n } хвилин зв’язку
}
part-sent = Надіслано { $sent } з { $of }
delivery-waiting = Чекає
delivery-resting = Піде увечері
delivery-rest-why = Документи йдуть разом із рештою за день, щоб час надсилання не виказав, чиї вони. Щоб не чекати, натисніть «Спробувати зараз».
delivery-sending = Надсилається
delivery-retrying = Повтор через { $n } с
delivery-delivered = Доставлено
delivery-aside = Відкладено
delivery-reason-unknown = Причина невідома. Покажіть координаторові.

## Пристрої

devices = Пристрої
devices-more = Несправний пристрій не спиняє прийом: заяву завжди можна заповнити й зберегти.
devices-none = У профілі валізи немає пристроїв.
test-page = Пробна сторінка
lamp-absent = Немає
lamp-ready = Готовий
lamp-busy = Працює
lamp-trouble = Потребує уваги

## Журнал

journal = Журнал
journal-more = Номери заяв, прийнятих на цій валізі. Імен і послуг тут немає.
journal-none = Ще жодного номера.
journal-drawn = Надруковано
journal-sealed = Чекає на надсилання
journal-delivered = Доставлено
journal-void = Не використано
journal-choose = Обрати
journal-choose-name = Обрати номер { $name }
journal-draft = ще не запечатано
journal-paper = Журнал на папері
journal-from = З дня
journal-until = По день
journal-today = Порожнє поле: сьогодні
journal-no-days = Зазначте два дні, перший не пізніше останнього.
journal-print = Надрукувати журнал
journal-by-supplement = Доповнено: { $name }
journal-by-withdrawal = Відкликано: { $name }
journal-by-handing_over = Результат видано: { $name }
journal-of-supplement = Доповнення до { $name }
journal-of-withdrawal = Відкликання { $name }
journal-of-handing_over = Видача результату за { $name }
news = Вісті з центру
news-registered = Номер у реєстрі: { $text }
news-answer = Відповідь: { $text }
news-wanted = Потрібно: { $text }
news-of = Заява { $name }

mend = Доповнити, відкликати, видати результат
mend-needs-visit = Потрібен відкритий візит
mend-needs-visit-more = Папір підписує людина. Відкрийте або почніть візит до неї.
mend-to-visits = До візитів
mend-wish = Що зробити
mend-supplement = Доповнити заяву
mend-withdraw = Відкликати заяву
mend-hand_over = Видати результат
mend-number = Номер заяви
mend-number-help = Десять цифр із талона або опису
mend-unknown = У журналі цієї валізи такого номера немає: його могла видати інша.
mend-service = Послуга
mend-service-none = Невідома
mend-words-supplement = Що виправлено чи додано і чому
mend-words-withdraw = Чому відкликають
mend-words-hand_over = Що видано
mend-begin = Підготувати до підпису

number-length = У номері має бути десять цифр
number-length-more = { $n ->
    [one] Введено { $n } цифру. Пробіли й риски не важать.
    [few] Введено { $n } цифри. Пробіли й риски не важать.
   *[other] Введено { $n } цифр. Пробіли й риски не важать.
}
number-check-digit = Контрольна цифра не збігається
number-check-digit-more = Одну цифру прочитано хибно або дві сусідні переставлено. Звірте номер із папером.

profile-title = Профіль валізи, версія { $n }
profile-compare = Для кого печатає ця валіза. Звірте слова з координатором телефоном: мають збігатися всі.
profile-next = Новий профіль { $n } взято
profile-next-more = Він діятиме з наступного відкриття: заблокуйте валізу й відкрийте знову.
profile-path = Тека з новим профілем
profile-path-help = Тека, яку підготував координатор, на носії або в мережі
profile-take = Взяти профіль

## Куточок самообслуговування

corner-begin = Хай заповнить сам заявник
corner-begin-more = На екрані лишиться тільки ця форма, ключі всього іншого зникнуть. Щоб працювати далі, введіть парольну фразу.
corner-call = Покликати адміністратора
corner-call-off = Допомога вже не потрібна
corner-called = Адміністратора покликано
corner-called-more = Зачекайте, будь ласка. Написане не зникне, доки ви торкаєтеся екрана.
corner-wanted = Тут потрібна відповідь
corner-wanted-more = Якщо не знаєте її, покличте адміністратора або пропустіть: він допоможе потім.
corner-skip = Пропустити
corner-rows = { $n ->
    [one] { $n } запис
    [few] { $n } записи
   *[many] { $n } записів
}
corner-row-remove = Вилучити останній
corner-ready = Ви відповіли на всі запитання
corner-ready-more = Натисніть «Здати». Екран очиститься, а відповіді побачить лише адміністратор.
corner-end = Здати
corner-over = Дякуємо, відповіді збережено
corner-over-say = Скажіть адміністраторові цей номер:
corner-over-more = На екрані більше нічого немає. Ваші відповіді перевірять разом із вами.
corner-unlock = Я адміністратор
corner-warning = { $n ->
    [one] Екран очиститься за { $n } секунду
    [few] Екран очиститься за { $n } секунди
   *[many] Екран очиститься за { $n } секунд
}
corner-warning-more = Ви ще тут? Торкніться екрана.
corner-mark = Заповнено самостійно, номер { $n }

## Готовність і налаштування

readiness = Готовність до виїзду
readiness-more = Перевірте перед дорогою. Ніщо з цього не спиняє прийому.
readiness-test = Пробна сторінка на кожному принтері
readiness-clock = Годинник
readiness-clock-more = Підтвердьте дату й час на екрані «Сьогодні».
readiness-profile = Профіль
readiness-profile-version = версія { $n }
readiness-recipients = Для кого запечатується
settings = Налаштування екрана
settings-more = Зміни діють одразу.
settings-size = Розмір шрифту
settings-theme = Кольори
settings-language = Мова
theme-day = День, для яскравого світла
theme-night = Ніч
theme-contrast = Високий контраст
language-uk = Українська
language-en = English

## Навчання

training = НАВЧАННЯ. Люди вигадані, нічого не надсилається.
training-passphrase = Парольна фраза: { $name }
training-passphrase-words = калина сорока
