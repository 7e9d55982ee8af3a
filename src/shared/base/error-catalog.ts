export type Locale = 'zh' | 'en';
export type Localized = Readonly<Record<Locale, string>>;

interface Sentence {
  readonly message: string;
  readonly hint: string;
}
type Entry = Readonly<Record<Locale, Sentence>>;

const entry = (zh: string, zhHint: string, en: string, enHint: string): Entry => ({
  zh: { message: zh, hint: zhHint },
  en: { message: en, hint: enHint },
});

/** Every error a person can meet: its sentence and what to do next, in both languages. Codes are stable: they may be added, never renamed. */
export const errorCatalog = {
  // messages and calls
  MESSAGE_NOT_JSON: entry('收到的消息不是 JSON。', '请按 JSON-RPC 2.0 格式发送消息。', 'The message is not JSON.', 'Send JSON-RPC 2.0 messages.'),
  METHOD_UNKNOWN: entry('没有名为“{method}”的方法。', '运行 shilu schema 查看全部方法。', 'There is no method “{method}”.', 'Run “shilu schema” to see every method.'),
  REQUEST_INVALID: entry('请求内容不符合要求。', '请更正“{path}”后重试。', 'The request does not fit: {detail}.', 'Correct “{path}” and try again.'),
  INTERNAL: entry('程序内部出错,已写入日志;录制不受影响。', '请重试;若再次出现,请联系管理员并提供日志。', 'Something went wrong inside the program; it is in the log. Recording is not affected.', 'Try again; if it happens again, give the log to your administrator.'),
  STATION_UNREACHABLE: entry('无法连接到录制主机 {url}。', '请确认主机已启动(npm start 或 shilu serve),地址正确。', 'The station at {url} does not answer.', 'Check that it is running (npm start or shilu serve) and that the address is right.'),
  STATION_RUNNING: entry('另一个录制主机正在使用数据文件夹 {path}。', '请关闭另一个程序,或另选数据文件夹(--data)。', 'Another station is using the data folder {path}.', 'Close the other program, or choose another data folder (--data).'),
  SENDER_REFUSED: entry('请求不是来自实录的窗口,已拒绝。', '请关闭该页面,重新打开实录。', 'The request did not come from Shilu’s own window and was refused.', 'Close that page and open Shilu again.'),
  QUIT_WHILE_RECORDING: entry('正在录制,不能退出。', '请先结束本次讯(询)问。', 'Shilu is recording and cannot be closed.', 'Finish the session first.'),
  STATION_STOPPED: entry('录制主机曾停止运行(断电、重启或程序故障)。', '录制已自动恢复;请口头说明中断原因。', 'The station had stopped (power, restart or a program failure).', 'Recording has resumed by itself; explain the interruption aloud.'),
  // people
  LOGIN_REQUIRED: entry('请先登录。', '请使用本人账号登录后重试。', 'Please log in first.', 'Log in with your own account and try again.'),
  LOGIN_REFUSED: entry('账号或口令不正确。', '请核对后重试;忘记口令请联系管理员。', 'The account or PIN is not right.', 'Check both and try again; your administrator can set a new PIN.'),
  LOGIN_LOCKED: entry('口令连续输错次数过多,该账号暂停登录 {seconds} 秒。', '请稍后再试,或联系管理员。', 'Too many wrong PINs; this account must wait {seconds} seconds.', 'Wait, or ask your administrator.'),
  ROLE_REQUIRED: entry('此操作需要“{roles}”身份,当前登录身份不符。', '请由具有该身份的人员登录后操作。', 'This needs the role: {roles}.', 'Ask a person with that role to log in and do it.'),
  OFFICERS_NOT_DISTINCT: entry('两名办案人员必须是不同的人。', '请由另一名办案人员输入本人账号和口令。', 'The two officers must be different people.', 'Let the second officer enter their own account and PIN.'),
  OFFICER_BUSY: entry('办案人员 {name} 正在参加另一场讯(询)问。', '请先结束那一场,或更换人员。', 'Officer {name} is in another session.', 'Finish that session first, or choose another officer.'),
  ACCOUNT_EXISTS: entry('账号“{account}”已存在。', '请换一个账号名。', 'The account “{account}” exists already.', 'Choose another account name.'),
  ACCOUNT_UNKNOWN: entry('没有账号“{account}”。', '请核对账号名。', 'There is no account “{account}”.', 'Check the account name.'),
  FIRST_MUST_ADMINISTER: entry('本室的第一个账号必须是管理员。', '请先建立管理员账号,再由管理员添加其他人员。', 'The first account of a room must be an administrator.', 'Make the administrator first, who then adds the others.'),
  NOT_AN_OFFICER: entry('账号“{account}”不是办案人员账号。', '请使用办案人员本人的账号。', 'The account “{account}” is not an officer’s.', 'Use an officer’s own account.'),
  PIN_TOO_SIMPLE: entry('口令过于简单:至少 {minimum} 位,不得是连续或重复的字符,不得包含账号名。', '请另选口令。', 'This PIN is too simple: at least {minimum} characters, no runs or repetitions, not the account name.', 'Choose another.'),
  PIN_SAME: entry('新口令与原口令相同。', '请另选口令。', 'The new PIN is the old one.', 'Choose another.'),
  PIN_CHANGE_REQUIRED: entry('口令由他人设定,须先更换为本人的口令。', '请先更换口令,再继续操作。', 'This PIN was set by somebody else and must be changed first.', 'Choose your own PIN, then go on.'),
  ACCOUNT_DISABLED: entry('账号“{account}”已停用。', '请联系管理员。', 'The account “{account}” has been disabled.', 'Ask your administrator.'),
  ACCOUNT_LAST_ADMINISTRATOR: entry('这是最后一个管理员账号,不能停用。', '请先添加另一名管理员。', 'This is the last administrator and cannot be disabled.', 'Add another administrator first.'),
  PERSON_NOT_DISTINCT: entry('这一步需要两个不同的人;{name} 已经参与。', '请由另一人输入本人账号和口令。', 'This step takes two different people; {name} is one already.', 'Let somebody else enter their own account and PIN.'),
  CUSTODY_CONFLICT: entry('{name} 是本次讯(询)问的办案人员,不能保管或导出其录音录像。', '请由未参与本次讯(询)问的法制人员操作。', '{name} was an officer of this session and may not keep or export its recording.', 'Ask legal staff who took no part in it.'),
  LINE_LOCKED: entry('控制台已锁定;录制不受影响。', '请输入本人口令解锁。', 'This console is locked. Recording is not affected.', 'Enter your own PIN to unlock it.'),
  OFFICER_ELSEWHERE: entry('办案人员 {name} 正在“{room}”参加另一场讯(询)问({session})。', '请先结束那一场,或更换人员。', 'Officer {name} is in another session in “{room}” ({session}).', 'Finish that session first, or choose another officer.'),
  REGISTRY_UNREACHABLE: entry('无法访问本单位的共用登记文件夹,不能核对办案人员是否在其他讯问室。', '讯(询)问可以继续;连接恢复后会自动核对。请检查网络。', 'The registry that the rooms share does not answer: whether an officer is in another room cannot be checked.', 'The session may go on; it is checked as soon as the registry is back. Look at the network.'),
  CLASS_NEEDS_LEGAL: entry('降低案件类别(非必须录音录像)须由法制人员批准。', '请由法制人员输入本人账号和口令,或按必须录音录像办理。', 'Only legal staff may lower the class of a case.', 'Let legal staff enter their account and PIN, or keep “must record”.'),
  // cameras
  CAMERA_UNREACHABLE: entry('无法连接摄像机 {address}。', '请检查网线、电源和地址。', 'The camera at {address} does not answer.', 'Check its cable, power and address.'),
  CAMERA_UNAUTHORIZED: entry('摄像机 {address} 拒绝了用户名或密码。', '请核对摄像机的用户名和密码。', 'The camera at {address} refused the user name or password.', 'Check the camera’s user name and password.'),
  CAMERA_NO_H264: entry('摄像机 {address} 没有可用的 H.264 或 H.265 视频。', '请在摄像机设置中启用 H.264 主码流。', 'The camera at {address} offers no H.264 or H.265 video.', 'Switch on an H.264 main stream in the camera’s settings.'),
  CAMERA_LOGIN_LOST: entry('本机无法读出摄像机“{camera}”的登录信息。', '请由管理员移除该摄像机后重新添加,并输入用户名和密码。', 'The login of camera “{camera}” cannot be read on this machine.', 'Let the administrator remove the camera and add it again with its user name and password.'),
  SECRETS_KEY_UNREADABLE: entry('密钥文件 {path} 无法读取。', '请从备份恢复该文件;若已丢失,请将其移走并重新输入各摄像机的密码。', 'The key file {path} cannot be read.', 'Restore it from a backup; if it is lost, move it away and enter the passwords of the cameras again.'),
  CAMERA_STREAM_UNKNOWN: entry('摄像机 {address} 不提供该地址的码流。', '请核对 RTSP 地址中的路径,或在摄像机设置中启用该码流。', 'The camera at {address} does not give the stream of this address.', 'Check the path of the RTSP address, or switch that stream on in the camera’s settings.'),
  CAMERA_BUSY: entry('摄像机 {address} 的连接数已满。', '请关闭其他正在观看该摄像机的程序,或提高其连接数上限。', 'The camera at {address} takes no further connection.', 'Close other programs that watch this camera, or raise its limit of connections.'),
  CAMERA_NOT_RTSP: entry('{address} 有应答,但不是 RTSP 码流。', '请核对地址和端口。', '{address} answers, but not as an RTSP stream.', 'Check the address and its port.'),
  CAMERA_NOT_ONVIF: entry('{address} 有应答,但不是 ONVIF 摄像机。', '请核对地址,或直接填写 RTSP 地址。', '{address} answers, but not as an ONVIF camera.', 'Check the address, or give its RTSP address instead.'),
  CAMERA_CLOCK_REFUSED: entry('摄像机“{camera}”不接受校时。', '请在摄像机自身的设置中改为手动时间,或让它使用本单位的时钟服务器。', 'Camera “{camera}” does not let its clock be set.', 'Set it to manual time in its own settings, or give it the building’s time server.'),
  CAMERA_UNKNOWN: entry('本室没有摄像机 {cameraId}。', '请先查看摄像机列表。', 'This room has no camera {cameraId}.', 'Look at the list of cameras first.'),
  CAMERA_EXISTS: entry('摄像机 {address} 已在本室中。', '如需重新添加,请先移除。', 'The camera at {address} is already in this room.', 'Remove it first to add it again.'),
  CAMERA_IN_SESSION: entry('讯(询)问进行中,不能更改摄像机。', '请在结束后再更改。', 'Cameras cannot be changed during a session.', 'Change them after the session.'),
  STREAM_STALLED: entry('摄像机“{camera}”的画面停止到达。', '请检查摄像机和网络;恢复后会自动继续录制。', 'No picture is arriving from camera “{camera}”.', 'Check the camera and the network; recording goes on by itself when it returns.'),
  STREAM_LOST: entry('与摄像机“{camera}”的连接中断。', '请检查摄像机和网络;恢复后会自动继续录制。', 'The connection to camera “{camera}” broke.', 'Check the camera and the network; recording goes on by itself when it returns.'),
  NATIVE_REFUSED: entry('摄像机“{camera}”的原始码流无法存入录像文件;带时间画面照常录制。', '请在摄像机设置中把音频改为 AAC 或 G.711,然后重新检查。', 'The stream that camera “{camera}” sends cannot be stored as it is; its stamped picture is recorded all the same.', 'Set the camera’s audio to AAC or G.711, then check again.'),
  // media engine
  FFMPEG_MISSING: entry('本机没有可用的 ffmpeg(需 5.1 以上)。', '请安装 ffmpeg 后重新启动。', 'There is no usable ffmpeg here (5.1 or newer).', 'Install ffmpeg and start again.'),
  FFMPEG_FAILED: entry('ffmpeg 未能完成:{detail}。', '请查看日志;若反复出现,请联系管理员。', 'ffmpeg could not finish: {detail}.', 'See the log; if it happens again, tell your administrator.'),
  // disks
  FOLDER_NOT_WRITABLE: entry('无法写入文件夹 {path}。', '请检查磁盘是否连接、是否只读、是否有权限。', 'The folder {path} cannot be written.', 'Check that the disk is connected, not read-only, and that you have the right to write.'),
  DISK_FULL: entry('磁盘空间不足:尚可录制 {hoursLeft} 小时,需要 {hoursNeeded} 小时。', '请更换或清空存储介质(程序从不删除录像)。', 'Too little disk space: {hoursLeft} hours left, {hoursNeeded} needed.', 'Give the room another disk (the program never deletes recordings).'),
  DISK_FAILED: entry('{disk} 写入失败;另一份仍在录制。', '请更换该磁盘。', 'Writing to {disk} failed; the other copy goes on.', 'Replace that disk.'),
  DISK_MISSING: entry('{disk} 不可用({path})。', '请检查该磁盘是否连接、是否可写;连接后会自动继续写入并补齐。另一份仍可录制。', 'The {disk} disk is not there ({path}).', 'Check that it is connected and can be written; it is then used and completed by itself. The other copy can still be recorded.'),
  DISK_WRONG: entry('{path} 不是本机的{disk},未写入任何内容。', '请接上原来的磁盘,或由管理员为其指定新的文件夹。', 'What is at {path} is not the {disk} disk of this station; nothing was written to it.', 'Connect the right disk, or let the administrator give it another folder.'),
  DISK_IN_USE: entry('文件夹 {path} 不能使用:它与另一块磁盘的文件夹相同或互相包含。', '请选择另一块磁盘上的文件夹。', 'The folder {path} cannot be used: it is the other disk’s folder, or one lies in the other.', 'Choose a folder on another disk.'),
  DISK_COPYING: entry('正在向{disk}补齐录像,补齐前只有一份完整。', '请勿断开任何一块磁盘。', 'The {disk} disk is being completed; until then only one copy is whole.', 'Do not disconnect either disk.'),
  DISK_LOW: entry('{disk}尚可录制 {hoursLeft} 小时,本次讯(询)问最长还需 {hoursNeeded} 小时。', '请查明是什么占用了空间,或由管理员为其指定另一块磁盘(程序从不删除录像)。', 'The {disk} disk has room for {hoursLeft} hours; this session can need {hoursNeeded} more.', 'Find out what took the space, or let the administrator give it another disk (the program never deletes recordings).'),
  DATABASE_DAMAGED: entry('主机数据库已损坏:{detail}。', '请勿删除任何文件;录像文件不受影响。请联系管理员,从备份恢复数据库。', 'The station database is damaged: {detail}.', 'Delete nothing; the recordings are not affected. Let your administrator restore the database from a backup.'),
  DATABASE_NEWER: entry('主机数据库由更新版本的实录写入(版本 {version},本程序为 {known})。', '请安装更新版本的实录。', 'The station database was written by a newer Shilu (version {version}, this program knows {known}).', 'Install the newer version of Shilu.'),
  PORT_INVALID: entry('端口“{port}”无效。', '请使用 0 到 65535 之间的整数。', 'The port “{port}” is not valid.', 'Use a whole number from 0 to 65535.'),
  PORT_IN_USE: entry('端口 {port} 已被占用或不允许使用。', '请关闭占用该端口的程序,或另选端口(--port)。', 'Port {port} is taken or not allowed.', 'Close the program that uses it, or choose another port (--port).'),
  PROOF_BEHIND: entry('摄像机“{camera}”的录像已有 {seconds} 秒未能确证写入两块磁盘。', '录制仍在尝试;请减轻本机负担并检查磁盘。若持续不恢复,请停止发问。', 'For {seconds} seconds nothing of camera “{camera}” has been proven on both disks.', 'Recording is still trying; take load off this machine and check the disks. If it does not recover, stop questioning.'),
  LOOP_DELAYED: entry('本机曾停顿 {ms} 毫秒,录制可能因此中断。', '请关闭本机上的其他程序;若反复出现,请联系管理员。', 'This machine stood still for {ms} ms; that can interrupt the recording.', 'Close other programs on it; if it comes back, tell your administrator.'),
  STORAGE_LOST: entry('两块磁盘都无法写入,录制已中断。', '请立即更换存储介质;恢复后须口头说明中断原因。', 'Neither disk can be written: recording has stopped.', 'Replace the disks at once; the interruption must then be explained aloud.'),
  SIGNING_FAILED: entry('本机密钥未能为正在录制的录像签名。', '录制仍在继续,内容仍逐段相连;请联系管理员检查本机密钥。', 'The key of this station did not sign what is being recorded.', 'Recording goes on and stays chained; ask your administrator to look at the key.'),
  DISKS_SHARED: entry('两份录像保存在同一块磁盘上。', '请为镜像指定另一块磁盘。', 'Both copies are on the same disk.', 'Give the mirror a disk of its own.'),
  // clock
  CLOCK_NO_ANSWER: entry('时钟服务器 {server} 没有应答。', '请检查服务器地址和网络;时钟设置未作更改。', 'The time server {server} does not answer.', 'Check its address and the network; the clock’s setting is unchanged.'),
  CLOCK_UNSYNCED: entry('房间时钟尚未校准。', '请等待校准完成,或由管理员检查时钟服务器。', 'The room clock is not set yet.', 'Wait for it to be set, or let the administrator check the time server.'),
  CLOCK_IN_SESSION: entry('讯(询)问进行中,不能更改时钟来源。', '请在封存后再更改。', 'The source of room time cannot be changed during a session.', 'Change it after the seal.'),
  CLOCK_FALLBACK: entry('没有时钟服务器:房间时间以系统时钟代替,并会如实注明。', '请由管理员设置本单位的时钟服务器(SNTP)。', 'There is no time server: room time is the system clock, and this is stated.', 'Let the administrator set the building’s SNTP server.'),
  CLOCK_CAMERA_OFF: entry('摄像机“{camera}”的时钟与房间时钟相差 {seconds} 秒。', '请由管理员校准摄像机时钟后重新检查。', 'The clock of camera “{camera}” differs from the room clock by {seconds} seconds.', 'Let the administrator set the camera’s clock, then check again.'),
  // profile
  PROFILE_UNSIGNED: entry('规则文件“{profile}”没有签名,不能使用。', '请由管理员重新安装经签名的规则文件;规则不得自行修改。', 'The profile “{profile}” is not signed and cannot be used.', 'Let the administrator install the signed profile again; nobody may change the rules on this machine.'),
  PROFILE_ALTERED: entry('规则文件“{profile}”与其签名不符,可能被改动过。', '请由管理员重新安装经签名的规则文件;规则不得自行修改。', 'The profile “{profile}” does not match its signature: it was changed.', 'Let the administrator install the signed profile again; nobody may change the rules on this machine.'),
  PROFILE_INVALID: entry('规则文件“{profile}”的内容不符合要求。', '请由管理员安装与本程序版本相符的规则文件。', 'The profile “{profile}” does not fit this program: {detail}.', 'Let the administrator install a profile made for this version.'),
  PROFILE_UNKNOWN: entry('没有名为“{profile}”的规则文件。', '请由管理员核对名称和规则文件夹。', 'There is no profile “{profile}”.', 'Let the administrator check its name and the folder of profiles.'),
  // room check
  CHECK_REQUIRED: entry('开始前须先通过本室设备检查。', '请点“检查设备”,并处理列出的问题。', 'The room check must pass before the start.', 'Press “Check the room” and mend what it names.'),
  CHECK_NO_CAMERA: entry('本室还没有添加所需的摄像机({roles})。', '请由管理员添加摄像机。', 'This room lacks a required camera ({roles}).', 'Let the administrator add it.'),
  PICTURE_FROZEN: entry('摄像机“{camera}”的画面不动。', '请检查摄像机;必要时重新上电。', 'The picture of camera “{camera}” does not move.', 'Check the camera; switch it off and on if need be.'),
  PICTURE_BLACK: entry('摄像机“{camera}”的画面是黑的。', '请检查镜头是否被遮挡、灯光是否打开。', 'The picture of camera “{camera}” is black.', 'Check the lens cover and the light.'),
  PICTURE_MISSING: entry('摄像机“{camera}”没有可用画面。', '请检查摄像机和网络。', 'Camera “{camera}” gives no usable picture.', 'Check the camera and the network.'),
  SOUND_SILENT: entry('没有听到声音(麦克风“{camera}”)。', '请对着麦克风说一句话后重新检查。', 'No sound is heard (microphone “{camera}”).', 'Say a sentence near the microphone and check again.'),
  PICTURE_COVERED: entry('摄像机“{camera}”录下的画面被遮挡。', '请查看镜头前是否有遮挡物,并移开。', 'The recorded picture of camera “{camera}” is covered.', 'Look for what is in front of the lens and take it away.'),
  PICTURE_BLURRED: entry('摄像机“{camera}”录下的画面严重失焦。', '请清洁镜头并重新对焦。', 'The recorded picture of camera “{camera}” is far out of focus.', 'Clean the lens and focus it again.'),
  STAMP_MISSING: entry('摄像机“{camera}”录下的画面上没有时间。', '请通知管理员;在恢复前请停止发问。', 'The recorded picture of camera “{camera}” shows no time.', 'Tell your administrator; stop questioning until it is back.'),
  STAMP_WRONG: entry('摄像机“{camera}”录下的画面上的时间不正确。', '请通知管理员;在恢复前请停止发问。', 'The time in the recorded picture of camera “{camera}” is wrong.', 'Tell your administrator; stop questioning until it is right.'),
  SOUND_HUM: entry('麦克风“{camera}”只录到嗡嗡声或单音。', '请检查麦克风的插头和接线,必要时更换。', 'Microphone “{camera}” records nothing but a hum or a tone.', 'Check its plug and cable; replace it if need be.'),
  SOUND_APART: entry('摄像机“{camera}”录下的声音与画面不同步。', '请将摄像机重新上电;若再次出现,请更换。', 'The recorded sound of camera “{camera}” is out of step with its picture.', 'Switch the camera off and on; replace it if it happens again.'),
  RECORDING_UNREADABLE: entry('摄像机“{camera}”刚录下的内容无法读出。', '请检查摄像机和磁盘;在恢复前请停止发问。', 'What was just recorded of camera “{camera}” cannot be played.', 'Check the camera and the disks; stop questioning until it is right.'),
  SOUND_MISSING: entry('本室没有任何麦克风声音。', '请添加带声音的摄像机或麦克风。', 'This room has no microphone.', 'Add a camera with sound, or a microphone.'),
  // session
  SESSION_NONE: entry('当前没有进行中的讯(询)问。', '请先新建。', 'There is no session now.', 'Open one first.'),
  SESSION_UNKNOWN: entry('没有编号为 {sessionId} 的讯(询)问。', '请查看列表。', 'There is no session {sessionId}.', 'Look at the list.'),
  SESSION_EXISTS: entry('本室已有一场讯(询)问尚未封存。', '请先完成那一场。', 'This room has a session that is not sealed yet.', 'Complete that session first.'),
  STATE_REFUSED: entry('当前阶段({status})不能进行此操作。', '请按页面提示的下一步操作。', 'This cannot be done in the present stage ({status}).', 'Do what the console names as the next step.'),
  BREAK_OPEN: entry('休息(用餐等)尚未结束。', '请由值守人员登记结束后再继续。', 'A break is still open.', 'Let the attendant log its end first.'),
  BREAK_NONE: entry('当前没有进行中的休息。', '请先登记休息开始。', 'No break is open.', 'Log the start of a break first.'),
  PERSON_UNKNOWN: entry('室内没有这名人员({personId})。', '请查看在场人员列表。', 'That person ({personId}) is not in the room.', 'Look at the list of persons present.'),
  INTERRUPTION_UNKNOWN: entry('没有编号为 {interruptionId} 的中断。', '请查看中断列表。', 'There is no interruption {interruptionId}.', 'Look at the list of interruptions.'),
  INTERRUPTION_OPEN: entry('录制尚未恢复,还不能说明中断原因。', '请先恢复录制。', 'Recording has not resumed, so the interruption cannot be explained yet.', 'Restore the recording first.'),
  INTERRUPTION_UNEXPLAINED: entry('有中断尚未口头说明原因。', '请由办案人员选择原因,并在录音中口头说明。', 'An interruption has not been explained aloud.', 'Let an officer choose the cause and say it aloud on the recording.'),
  EXPLANATION_NOT_HEARD: entry('录音中只听到 {heardSeconds} 秒讲话,至少需要 {requiredSeconds} 秒。', '请靠近麦克风,重新朗读说明。', 'Only {heardSeconds} seconds of speech are on the recording; at least {requiredSeconds} are needed.', 'Come nearer to the microphone and read the explanation again.'),
  EXPLANATION_NOT_BEGUN: entry('尚未开始说明。', '请先选择原因并点“开始说明”。', 'The explanation has not been begun.', 'Choose the cause and press “Begin” first.'),
  // the rules of the room
  ARRIVAL_LATE: entry('到达时间晚于现在。', '请填写实际到达时间;法定时限自到达时起算。', 'The arrival lies after now.', 'Enter when the person really arrived: the legal limit runs from then.'),
  PLACE_NOT_REGISTERED: entry('本室未登记为讯问室,只能按移动录制办理。', '请由管理员登记本室,或选择移动录制并写明原因、由负责人批准。', 'This room is not registered; only a mobile session can be held in it.', 'Let the administrator register the room, or choose a mobile session with its reason and an approver.'),
  PLACE_NEEDS_APPROVAL: entry('在讯问室以外进行,须有规定的原因,并由“{roles}”批准。', '请选择原因,并由批准人输入本人账号和口令。', 'A session outside a registered room needs a listed reason and the approval of: {roles}.', 'Choose the reason and let the approver enter their account and PIN.'),
  PLACE_DETAINED: entry('已羁押的人员必须在看守所讯问室讯问。', '请在看守所登记的讯问室进行。', 'A detained person is questioned inside the detention centre.', 'Hold the session in a room that is registered there.'),
  DETENTION_FIELDS_MISSING: entry('在看守所讯问,须填写提讯证号和提押时间,提押时间不得晚于现在。', '请补充填写。', 'A session in a detention centre needs the warrant number and when the person was handed over, which cannot lie after now.', 'Fill both in.'),
  HAND_BACK_MISSING: entry('尚未登记还押时间。', '请登记看守所收押的时间,再封存。', 'It is not logged when the person was handed back.', 'Log when the detention centre took the person back, then seal.'),
  HAND_BACK_EARLY: entry('还押时间早于录制结束时间,或晚于现在。', '请核对还押时间。', 'The hand-back lies before the end of the recording, or after now.', 'Check when the person was handed back.'),
  SUMMONS_TOO_SOON: entry('距上次讯(询)问结束不足 {hours} 小时,再次传唤须写明原因,并由“{roles}”批准。', '请写明原因,并由批准人输入本人账号和口令。', 'The last session of this person ended less than {hours} hours ago; a new summons needs a reason and the approval of: {roles}.', 'Give the reason and let the approver enter their account and PIN.'),
  LIMIT_UNKNOWN: entry('规则文件中没有时限“{limit}”。', '请从列表中选择法定时限。', 'The profile has no time limit “{limit}”.', 'Choose one from the list.'),
  IDENTITY_NUMBER_WRONG: entry('身份证号码的校验位不正确。', '请核对身份证号码;没有身份证的留空,并填写出生日期。', 'The check digit of the identity number is wrong.', 'Check the number; leave it empty for a person without one, and give the birth date.'),
  INTERPRETER_MISSING: entry('需要翻译人员,但翻译人员不在场。', '请翻译人员到场并登记;没有其他办法。', 'An interpreter is needed and not in the room.', 'Let the interpreter come in and log them; there is no other way.'),
  MINOR_UNACCOMPANIED: entry('未成年人的法定代理人或者合适成年人不在场。', '请其到场并登记;没有其他办法。', 'A minor has neither a legal representative nor a suitable adult in the room.', 'Let one come in and log them; there is no other way.'),
  MINOR_NEEDS_WOMAN_OFFICER: entry('讯(询)问女性未成年人,须有女性工作人员在场。', '请女性办案人员到场;没有其他办法。', 'A girl is questioned with a woman officer in the room.', 'Let a woman officer take part; there is no other way.'),
  ADULT_REASON_REQUIRED: entry('由其他合适成年人到场的,须写明法定代理人不能到场的原因。', '请在备注中写明原因。', 'When another adult takes the place of the parent, the reason must be given.', 'Write it into the note.'),
  OFFICERS_TOO_FEW: entry('在场办案人员少于 {needed} 人。', '请办案人员到场并登记,笔录随即开放;录制照常进行。', 'Fewer than {needed} officers are in the room.', 'Let an officer come in and log them; the transcript then opens. Recording goes on.'),
  OFFICER_NOT_IDENTIFIED: entry('办案人员进入须由本人输入账号和口令。', '请办案人员本人输入。', 'An officer who comes in gives their own account and PIN.', 'Let that officer enter them.'),
  RECORDING_NOTICE_MISSING: entry('录音中还没有听到“告知正在录音录像”。', '请点“告知录音录像”,说完后点“告知完毕”。', 'The notice that recording is on has not been heard on the recording.', 'Press “Recording notice”, say it, then press “Done”.'),
  RIGHTS_NOTICE_MISSING: entry('首次讯问,录音中还没有听到权利义务告知。', '请点“权利义务告知”,说完后点“告知完毕”。', 'It is the first interrogation and the rights have not been heard on the recording.', 'Press “Rights”, tell them, then press “Done”.'),
  NOTICE_NOT_HEARD: entry('录音中只听到 {heardSeconds} 秒讲话,告知至少需要 {requiredSeconds} 秒。', '请靠近麦克风,重新告知。', 'Only {heardSeconds} seconds of speech are on the recording; a notice takes at least {requiredSeconds}.', 'Come nearer to the microphone and say it again.'),
  SPAN_OPEN: entry('有过程尚未标记结束(出示证据、核对笔录等)。', '请先标记结束。', 'A span (an exhibit, the reading of the transcript) has not been ended.', 'End it first.'),
  SPAN_UNKNOWN: entry('没有进行中的过程 {spanId}。', '请查看本场记录。', 'There is no open span {spanId}.', 'Look at the session’s log.'),
  LIMIT_NEAR: entry('距法定时限还有 {minutes} 分钟。', '请及时结束,或依法办理延长。', 'The legal limit is {minutes} minutes away.', 'Finish in time, or have it extended as the law allows.'),
  LIMIT_REACHED: entry('法定时限已到。笔录已锁定;录制照常进行。', '请立即停止发问并结束;依法可以延长的,由法定批准人办理。', 'The legal limit is reached. The transcript is locked; recording goes on.', 'Stop questioning and finish; where the law allows it, let the approver it names extend the limit.'),
  LIMIT_NOT_EXTENDABLE: entry('该时限依法不能再延长。', '请结束讯(询)问。', 'The law does not let this limit be extended any further.', 'Finish the session.'),
  LIMIT_STEP_REFUSED: entry('只能逐级延长:下一级为 {hours} 小时。', '请按下一级办理。', 'A limit is extended step by step: the next one is {hours} hours.', 'Extend to that one.'),
  FIRST_INTERROGATION_DUE: entry('拘留、逮捕后须在 24 小时内讯问,已过 {hours} 小时。', '请尽快开始讯问。', 'A detained person is questioned within 24 hours; {hours} have passed.', 'Begin the interrogation soon.'),
  UNRECORDED_FORBIDDEN: entry('依照规则,本案不得在没有录音录像的情况下继续讯(询)问。', '请停止发问,按顺序采取补救措施。', 'The rules do not let this session go on unrecorded.', 'Stop questioning and try the remedies in their order.'),
  SIGN_OFF_MISSING: entry('尚未核对笔录并签字捺印(或登记拒绝签字)。', '请先完成;提前结束须写明原因。', 'The transcript has not been read and signed (nor the refusal logged).', 'Do that first, or give the reason for an early end.'),
  OFFICER_OF_SESSION_REQUIRED: entry('须由本次讯(询)问的另一名办案人员输入本人账号和口令。', '请本次的另一名办案人员输入。', 'This takes the other officer of this session.', 'Let them enter their own account and PIN.'),
  // transcript
  TRANSCRIPT_UNREADABLE: entry('无法读取笔录文件 {fileName}。', '请另存为 .docx 或 .pdf 后重试。', 'The transcript {fileName} cannot be read.', 'Save it as .docx or .pdf and try again.'),
  TRANSCRIPT_TYPE_UNKNOWN: entry('不支持此类文件:{fileName}。', '请使用 .docx、.pdf 或 .txt 文件。', 'This kind of file is not supported: {fileName}.', 'Use a .docx, .pdf or .txt file.'),
  TRANSCRIPT_MISNAMED: entry('文件 {fileName} 的内容与扩展名不符,未予打开。', '请核对是否选错文件;如无误,请改正扩展名后重试。', 'What is in {fileName} is not what its name says; it was not opened.', 'Check that it is the right file; if it is, correct the ending of its name.'),
  TRANSCRIPT_NO_TEXT: entry('笔录文件 {fileName} 是扫描件,其中没有可读取的文字。', '请对照扫描件输入起止时间;核对表会注明时间由谁输入。', 'The transcript {fileName} is a scan and holds no text.', 'Type the start and end times from it; the record will say that they were typed, and by whom.'),
  TRANSCRIPT_TIMES_WRITTEN: entry('笔录 {fileName} 已写明起止时间,不能另行输入。', '请直接关联;如时间有误,请更正笔录后重新关联。', 'The transcript {fileName} says its start and end itself, so they cannot be typed.', 'Link it as it is; if the times are wrong, correct the transcript and link it again.'),
  TRANSCRIPT_TOO_LARGE: entry('笔录文件过大。', '请去除图片等内容,或核对是否选错文件。', 'The transcript file is too large.', 'Take out pictures, or check that it is the right file.'),
  TRANSCRIPT_LOCKED: entry('笔录文件 {fileName} 设有打开密码。', '请去掉打开密码,另存后重试。', 'The transcript {fileName} is protected by a password.', 'Take the password off, save it and try again.'),
  TRANSCRIPT_UNSAFE: entry('笔录文件 {fileName} 含有宏或异常内容,未予打开。', '请新建空白文档,只粘贴文字,另存为 .docx 后重试。', 'The transcript {fileName} holds macros or abnormal content and was not opened.', 'Paste the plain text into a new document, save it as .docx and try again.'),
  TRANSCRIPT_NO_TIMES: entry('笔录中没有找到起止时间。', '请在笔录中写明“年 月 日 时 分至 时 分”后重新关联;手写时间的扫描件请对照输入。', 'No start and end time was found in the transcript.', 'Write the start and end times into it, then link it again; for a scan with times in handwriting, type them from it.'),
  TRANSCRIPT_REQUIRED: entry('尚未关联笔录。', '请选择本次笔录文件。', 'No transcript is linked.', 'Choose the transcript of this session.'),
  TRANSCRIPT_DIFFERS: entry('笔录与录像不一致。', '请更正笔录后重新关联,或者由两名办案人员说明原因。', 'Transcript and recording differ.', 'Correct the transcript and link it again, or have two officers explain the difference.'),
  TRANSCRIPT_AGREES: entry('笔录与录像一致,没有需要说明的差异。', '可以直接封存。', 'Transcript and recording agree; there is nothing to explain.', 'Go on to the seal.'),
  TRANSCRIPT_LOST: entry('两块磁盘上都没有完好的笔录文件({sha256})。', '请检查磁盘并通知管理员;录像不受影响。', 'Neither disk holds the file {sha256} of the transcript whole.', 'Check the disks and tell your administrator; the recording is not affected.'),
  // seal, packet
  NOT_PROVEN: entry('录像尚未全部校验无误,不能封存。', '请查看校验结果;录像本身未被改动。', 'The recording is not proven whole, so it cannot be sealed.', 'See the findings; the recording itself has not been touched.'),
  PACKET_UNREADABLE: entry('{path} 不是可读取的案件包。', '请选择含有 bagit.txt 的文件夹。', '{path} cannot be read as a packet.', 'Choose the folder that holds bagit.txt.'),
  PACKET_EXISTS: entry('目标文件夹 {path} 已存在。', '请另选位置(程序从不覆盖)。', 'The folder {path} exists already.', 'Choose another place (nothing is ever overwritten).'),
  STATION_KEY_UNREADABLE: entry('本机的签名密钥 {path} 无法读取。', '请从备份恢复该文件;程序不会用新密钥替换它。', 'The signing key of this station, {path}, cannot be read.', 'Restore that file from a backup; the program never replaces it with a new key.'),
  MASTER_ALTERED: entry('录像文件 {segment} 与封存时不一致,未能导出。', '请用另一份录像核对并联系管理员;请勿改动任何文件。', 'The recording {segment} differs from what was sealed, so it was not exported.', 'Check the other copy and tell your administrator; change no file.'),
  LEDGER_BROKEN: entry('台账校验未通过(第 {seq} 条)。', '请停止使用本机并联系管理员;请勿改动任何文件。', 'The ledger does not verify (entry {seq}).', 'Stop using this station and tell your administrator; change no file.'),
  // training
  TRAINING_ONLY: entry('此功能只在训练室可用。', '请用 npm start 或 serve --training 启动训练室。', 'This works only in the training room.', 'Start the training room with npm start or serve --training.'),
  TRAINING_CLIP_UNKNOWN: entry('训练室没有名为“{clip}”的语音。', '请从训练面板的列表中选择。', 'The training room has no clip “{clip}”.', 'Choose one from the list of the training panel.'),
  TRAINING_CAMERA_UNKNOWN: entry('训练室没有摄像机“{camera}”。', '请从训练面板的列表中选择。', 'The training room has no camera “{camera}”.', 'Choose one from the list of the training panel.'),
} as const satisfies Readonly<Record<string, Entry>>;

export type ErrorCode = keyof typeof errorCatalog;

export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(errorCatalog, value);
}

/** The sentence of a code in one language, with its placeholders still open. */
export function sentence(code: ErrorCode, locale: Locale): Sentence {
  return errorCatalog[code][locale];
}
