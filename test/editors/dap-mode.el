;;; Drives the debug adapter with dap-mode as somebody at the keyboard would, and prints what dap-mode then knows.
;;; The environment says what to start: XTRACE_ADAPTER (a Lisp list of words) and XTRACE_PROGRAM.

(require 'package)
(setq user-emacs-directory (file-name-as-directory (getenv "XTRACE_EMACS_HOME"))
      lsp-session-file (expand-file-name "lsp-session" user-emacs-directory)
      dap-breakpoints-file (expand-file-name "dap-breakpoints" user-emacs-directory)
      dap-auto-show-output nil
      dap-auto-configure-features nil)
(package-initialize)
(require 'dap-mode)
(require 'dap-ui) ; has the exception filters

(defvar stopped 0 "How many stops dap-mode has shown.")
(defvar terminated nil)

(defun say (format &rest arguments)
  (princ (apply #'format (concat format "\n") arguments)))

(defun wait-until (what done)
  "Lets dap-mode read until DONE holds."
  (let ((left 6000))
    (while (and (not (funcall done)) (> left 0))
      (accept-process-output nil 0.01)
      (setq left (1- left)))
    (unless (funcall done) (say "timeout: %s" what) (kill-emacs 1))))

(defun frame-line (session)
  (format "line %s" (gethash "line" (dap--debug-session-active-frame session))))

(defun after-stop (work)
  "Does WORK, waits for the next stop, and says where that is."
  (let ((before stopped))
    (funcall work)
    (wait-until "a stop" (lambda () (> stopped before)))
    (say "stopped: %s" (frame-line (dap--cur-session)))))

(defun mark-line (text)
  (goto-char (point-min))
  (search-forward text)
  (beginning-of-line)
  (dap-breakpoint-add))

(dap-register-debug-provider "xtrace" #'identity)
(dap-mode 1)
;; Only when it knows the frame has dap-mode shown where the trace stands.
(add-hook 'dap-stack-frame-changed-hook (lambda (_) (setq stopped (1+ stopped))))
(add-hook 'dap-terminated-hook (lambda (_) (setq terminated t)))

(find-file (getenv "XTRACE_PROGRAM"))
(mark-line "BP-CALL")
(after-stop
 (lambda ()
   (dap-debug (list :type "xtrace" :request "launch" :name "trace"
                    :program (getenv "XTRACE_PROGRAM") :stopOnEnd :json-false
                    :dap-server-path (read (getenv "XTRACE_ADAPTER"))))))
(let* ((session (dap--cur-session))
       (frame (dap--debug-session-active-frame session))
       (thread (dap--debug-session-thread-id session)))
  (say "point: %s" (line-number-at-pos))
  (say "ecx = %s" (gethash "result" (dap-request session "evaluate" :expression "ecx" :frameId (gethash "id" frame))))
  (let ((scopes (gethash "scopes" (dap-request session "scopes" :frameId (gethash "id" frame)))))
    (say "registers: %s"
         (if (seq-find (lambda (scope) (string= (gethash "name" scope) "General registers")) scopes) "yes" "no")))
  (after-stop (lambda () (dap-step-in session)))
  (after-stop (lambda () (dap-step-out session)))
  (after-stop (lambda () (dap-request session "stepBack" :threadId thread)))
  (after-stop (lambda () (dap-next session)))
  (dap-continue session thread)
  (wait-until "the end" (lambda () terminated))
  (say "output: %s" (with-current-buffer (dap--debug-session-output-buffer session)
                      (string-trim (buffer-substring-no-properties (point-min) (point-max))))))
(say "done")
(kill-emacs 0)
